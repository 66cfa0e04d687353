private import MockPlatform

extension MessengerPage {
    static let html = PanelPage.document(
        title: "Mock Messenger", style: "messenger.css", script: "messenger.js",
        content: #"""
            <main>
              <section class="phone" aria-label="Messenger">
                <header>
                  <label>I am
                    <input id="own" autocomplete="off" spellcheck="false" list="people" value="Ada Byron" required>
                    <datalist id="people"></datalist>
                  </label>
                  <label>Writing to
                    <select id="page"></select>
                  </label>
                </header>
            \#(PanelPage.conversation(writing: "Message", atMost: 20_000, accept: "", bar: bar))
              </section>

              <section class="carrier" aria-label="Facebook">
                <h1>Facebook</h1>
                <p class="hint">A mock, on this machine only. What is broken here, the gateway has to notice.</p>
                <div class="row">
                  <label>App
                    <select id="app"></select>
                  </label>
                  <label>Facebook user
                    <select id="user"></select>
                  </label>
                </div>
                <dl id="state" aria-label="How things stand"></dl>
                <p id="done" role="status"></p>

                <h2>Break the user</h2>
                <p class="row">
                  <button type="button" data-what="changePassword">Change password</button>
                  <button type="button" data-what="removeRole">Remove role</button>
                  <button type="button" data-what="giveRole">Give full role</button>
                  <button type="button" data-what="figuresOnly">Let them only see figures</button>
                  <button type="button" data-what="removeApp">Remove the app</button>
                  <button type="button" data-what="expire">Expire their tokens</button>
                  <button type="button" data-what="checkpoint">Send to a checkpoint</button>
                  <button type="button" data-what="declineMessaging">Decline pages_messaging</button>
                  <button type="button" data-what="deleteData">Ask to delete their data</button>
                </p>
                <h2>Break the page</h2>
                <p class="row">
                  <button type="button" data-what="unsubscribe">Unsubscribe the page</button>
                  <button type="button" data-what="stripFields">Strip its fields</button>
                  <button type="button" data-what="unpublish">Unpublish</button>
                  <button type="button" data-what="publish">Publish</button>
                  <button type="button" data-what="restrict">Restrict</button>
                  <button type="button" data-what="unrestrict">Lift the restriction</button>
                  <button type="button" data-what="busyPage">Use its quota up</button>
                  <button type="button" data-what="idlePage">Free its quota</button>
                </p>
                <h2>This conversation</h2>
                <p class="row">
                  <button type="button" data-what="takeThread">Take thread control</button>
                  <button type="button" data-what="passThread">Pass it to the app</button>
                  <button type="button" data-what="releaseThread">Release it</button>
                  <button type="button" data-what="inboxAnswer">Answer from the page's inbox</button>
                  <button type="button" data-what="makeDefault">Make the app the default</button>
                  <button type="button" data-what="noDefault">No default app</button>
                </p>
                <h2>Break the app</h2>
                <p class="row">
                  <button type="button" data-what="development">Development mode</button>
                  <button type="button" data-what="live">Live</button>
                  <button type="button" data-what="requireProof">Require proofs</button>
                  <button type="button" data-what="busyApp">Use its quota up</button>
                  <button type="button" data-what="idleApp">Free its quota</button>
                  <button type="button" data-what="deactivate">Deactivate its webhook</button>
                  <button type="button" data-what="activate">Activate it</button>
                </p>

            \#(PanelPage.records(faults: faults, problems: "What developers are told"))
              </section>
            </main>
            """#)

    private static let bar = #"""
        <div id="replies" aria-label="Quick replies"></div>
        <div class="bar">
          <button type="button" data-act="start">Get started</button>
          <button type="button" data-act="sticker">Thumbs-up</button>
          <button type="button" data-act="location">Location</button>
          <button type="button" data-act="follow">Follow a link</button>
          <button type="button" data-act="read">Read</button>
          <button type="button" data-act="block" id="block">Block</button>
        </div>
        """#

    private static let faults = #"""
        <optgroup label="Gateway sends">
          <option value="messages.send cutAfterAccepting">Accept, then cut the connection</option>
          <option value="messages.send cutBeforeAccepting">Cut the connection, accept nothing</option>
          <option value="messages.send answerLate">Accept, answer after 5 seconds</option>
          <option value="messages.send status status=400 code=4">Request limit reached (4)</option>
          <option value="messages.send status status=400 code=613">Rate limit (613)</option>
          <option value="messages.send status status=400 code=2">Service error (2)</option>
          <option value="messages.send status status=500 code=1 subcode=1357046">Invalid JSON (1/1357046)</option>
          <option value="messages.send status status=400 code=10 subcode=2018278">Outside the window (10/2018278)</option>
          <option value="messages.send status status=400 code=10 subcode=2018108">Cannot receive (10/2018108)</option>
          <option value="messages.send status status=400 code=551 subcode=1545041">Person not available (551)</option>
          <option value="messages.send status status=400 code=190 subcode=460">Password changed (190/460)</option>
        </optgroup>
        <optgroup label="Webhooks">
          <option value="webhook.event duplicate">Deliver twice</option>
          <option value="webhook.event delay">Deliver 5 seconds late</option>
          <option value="webhook.event reorder">Deliver out of order</option>
          <option value="webhook.event drop">Never deliver</option>
          <option value="webhook.event wrongSignature">Sign wrongly</option>
        </optgroup>
        """#
}
