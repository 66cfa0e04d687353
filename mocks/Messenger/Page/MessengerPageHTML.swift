extension MessengerPage {
    static let html = #"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Mock Messenger</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/mock/messenger.css">
        <script type="module" src="/mock/messenger.js"></script>
        </head>
        <body>
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
            <ol id="bubbles" tabindex="0" role="log" aria-live="polite" aria-label="Conversation"></ol>
            <p id="notice" role="status"></p>
            <div id="replies" aria-label="Quick replies"></div>
            <div class="bar">
              <button type="button" data-act="start">Get started</button>
              <button type="button" data-act="sticker" aria-label="Send a thumbs-up">👍</button>
              <button type="button" data-act="location">Location</button>
              <button type="button" data-act="follow">Follow a link</button>
              <button type="button" data-act="read">Read</button>
              <button type="button" data-act="block" id="block">Block</button>
            </div>
            <form id="compose">
              <ul id="attachments" aria-label="Attachments"></ul>
              <label class="attach" title="Attach a file">
                <span class="hidden">Attach a file</span>
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5v14M5 12h14"/></svg>
                <input id="files" type="file" multiple>
              </label>
              <label class="text">
                <span class="hidden">Message</span>
                <textarea id="body" rows="1" placeholder="Message" maxlength="20000"></textarea>
              </label>
              <button type="submit" aria-label="Send">
                <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 19V5M6 11l6-6 6 6"/></svg>
              </button>
            </form>
          </section>

          <section class="carrier" aria-label="Facebook">
            <h1>Facebook</h1>
            <div class="row">
              <label>App
                <select id="app"></select>
              </label>
              <label>Facebook user
                <select id="user"></select>
              </label>
            </div>
            <dl id="state" aria-label="How things stand"></dl>

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

            <form id="fault">
              <h2>Faults</h2>
              <div class="row">
                <label>What
                  <select id="kind">
                    <optgroup label="Gateway sends">
                      <option value="messages.send cutAfterAccepting">Accept, then cut the connection</option>
                      <option value="messages.send cutBeforeAccepting">Cut the connection, accept nothing</option>
                      <option value="messages.send answerLate">Accept, answer after 5 seconds</option>
                      <option value="messages.send status 400 4">Request limit reached (4)</option>
                      <option value="messages.send status 400 613">Rate limit (613)</option>
                      <option value="messages.send status 400 2">Service error (2)</option>
                      <option value="messages.send status 500 1 1357046">Invalid JSON reply (1/1357046)</option>
                      <option value="messages.send status 400 10 2018278">Outside the window (10/2018278)</option>
                      <option value="messages.send status 400 10 2018108">Cannot receive (10/2018108)</option>
                      <option value="messages.send status 400 551 1545041">Person not available (551)</option>
                      <option value="messages.send status 400 190 460">Password changed (190/460)</option>
                    </optgroup>
                    <optgroup label="Webhooks">
                      <option value="webhook.event duplicate">Deliver twice</option>
                      <option value="webhook.event delay">Deliver 5 seconds late</option>
                      <option value="webhook.event reorder">Deliver out of order</option>
                      <option value="webhook.event drop">Never deliver</option>
                      <option value="webhook.event wrongSignature">Sign wrongly</option>
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
            <h2>What developers are told</h2>
            <ul id="problems"></ul>
          </section>
        </main>
        </body>
        </html>
        """#
}
