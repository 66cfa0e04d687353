private import MockPlatform

extension PhonePage {
    static let html = PanelPage.document(
        title: "Mock phone", style: "panel.css", script: "phone.js",
        content: #"""
            <main>
              <section class="phone" aria-label="Phone">
                <header>
                  <label>My number
                    <input id="own" inputmode="tel" autocomplete="off" spellcheck="false" value="+14155550100"
                      pattern="\+[1-9][0-9]{6,14}" required aria-describedby="notice">
                  </label>
                  <label>Texting
                    <select id="business"></select>
                  </label>
                </header>
            \#(PanelPage.conversation(writing: "Text message", atMost: 1600, accept: "image/*,audio/*,video/*"))
              </section>

              <section class="carrier" aria-label="Carrier">
                <h1>Carrier</h1>
                <form id="number">
                  <h2>Number</h2>
                  <label>Answers to STOP
                    <select id="optout">
                      <option value="twilio">Twilio's defaults</option>
                      <option value="off">Off</option>
                      <option value="advanced">Advanced Opt-Out</option>
                    </select>
                  </label>
                  <p>Webhook <code id="webhook">none</code></p>
                </form>

            \#(PanelPage.records(faults: faults, problems: "Error log"))
              </section>
            </main>
            """#)

    private static let faults = #"""
        <optgroup label="Gateway sends">
          <option value="messages.create cutAfterAccepting">Accept, then cut the connection</option>
          <option value="messages.create cutBeforeAccepting">Cut the connection, accept nothing</option>
          <option value="messages.create status status=429 retryAfter=2">Too many requests (429)</option>
          <option value="messages.create status status=503">Unavailable (503)</option>
          <option value="messages.create slow">Accept after 5 seconds</option>
          <option value="messages.create answerLate">Accept, answer after 5 seconds</option>
          <option value="carrier carrierRefuses code=30003">Handset unreachable (30003)</option>
          <option value="carrier carrierRefuses code=30007">Filtered by carrier (30007)</option>
        </optgroup>
        <optgroup label="Status callbacks">
          <option value="webhook.status duplicate">Deliver twice</option>
          <option value="webhook.status reorder">Deliver out of order</option>
          <option value="webhook.status drop">Never deliver</option>
          <option value="webhook.status wrongSignature">Sign wrongly</option>
        </optgroup>
        <optgroup label="Inbound texts">
          <option value="webhook.inbound duplicate">Deliver twice</option>
          <option value="webhook.inbound delay">Deliver 5 seconds late</option>
          <option value="webhook.inbound drop">Never deliver</option>
          <option value="webhook.inbound wrongSignature">Sign wrongly</option>
        </optgroup>
        """#
}
