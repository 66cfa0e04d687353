extension PhonePage {
    static let html = #"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Mock phone</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/mock/panel.css">
        <script type="module" src="/mock/phone.js"></script>
        </head>
        <body>
        <main>
          <section class="phone" aria-label="Phone">
            <header>
              <label>My number
                <input id="own" inputmode="tel" autocomplete="off" spellcheck="false" value="+14155550100"
                  pattern="\+[1-9][0-9]{6,14}" aria-describedby="notice">
              </label>
              <label>Texting
                <select id="business"></select>
              </label>
            </header>
            <ol id="bubbles" tabindex="0" role="log" aria-live="polite" aria-label="Conversation"></ol>
            <p id="notice" role="status"></p>
            <form id="compose">
              <ul id="attachments" aria-label="Attachments"></ul>
              <label class="attach" title="Attach a picture">
                <span class="hidden">Attach a picture</span>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5v14M5 12h14"/></svg>
                <input id="picture" type="file" accept="image/*,audio/*,video/*" multiple>
              </label>
              <label class="text">
                <span class="hidden">Text message</span>
                <textarea id="body" rows="1" placeholder="Text message" maxlength="1600"></textarea>
              </label>
              <button type="submit" aria-label="Send">
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 19V5M6 11l6-6 6 6"/></svg>
              </button>
            </form>
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

            <form id="fault">
              <h2>Faults</h2>
              <div class="row">
                <label>What
                  <select id="kind">
                    <optgroup label="Gateway sends">
                      <option value="messages.create cutAfterAccepting">Accept, then cut the connection</option>
                      <option value="messages.create cutBeforeAccepting">Cut the connection, accept nothing</option>
                      <option value="messages.create status 429">Too many requests (429)</option>
                      <option value="messages.create status 503">Unavailable (503)</option>
                      <option value="messages.create slow">Accept after 5 seconds</option>
                      <option value="messages.create answerLate">Accept, answer after 5 seconds</option>
                      <option value="carrier carrierRefuses 30003">Handset unreachable (30003)</option>
                      <option value="carrier carrierRefuses 30007">Filtered by carrier (30007)</option>
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
                  </select>
                </label>
                <label>How often
                  <select id="times">
                    <option value="1">Once</option>
                    <option value="5">Five times</option>
                    <option value="">Until cleared</option>
                  </select>
                </label>
              </div>
              <p class="row">
                <button type="submit">Plan</button>
                <button type="button" id="clear">Clear all</button>
              </p>
              <ul id="planned" aria-label="Planned faults"></ul>
            </form>

            <h2>Webhooks</h2>
            <div class="table" tabindex="0" role="region" aria-label="Last webhooks">
              <table>
                <thead><tr><th>Time</th><th>What</th><th>Outcome</th><th>Fault</th></tr></thead>
                <tbody id="deliveries"></tbody>
              </table>
            </div>
            <h2>Error log</h2>
            <ul id="problems"></ul>
          </section>
        </main>
        </body>
        </html>
        """#
}
