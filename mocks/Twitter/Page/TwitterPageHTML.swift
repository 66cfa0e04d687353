private import MockPlatform

extension TwitterPage {
    static let html = PanelPage.document(
        title: "Mock X", style: "twitter.css", script: "twitter.js",
        content: #"""
            <main>
              <section class="phone" aria-label="Direct messages">
                <header>
                  <label>I am
                    <input id="own" autocomplete="off" spellcheck="false" list="people" value="adabyron" required>
                    <datalist id="people"></datalist>
                  </label>
                  <label>Writing to
                    <select id="account"></select>
                  </label>
                </header>
            \#(PanelPage.conversation(
                writing: "Start a new message", atMost: 10_000, accept: "image/*,video/mp4", bar: bar))
              </section>

              <section class="carrier" aria-label="X">
                <h1>X</h1>
                <p class="hint">A mock, on this machine only. What is broken here, the gateway has to notice.</p>
                <div class="row">
                  <label>App
                    <select id="app"></select>
                  </label>
                </div>
                <dl id="state" aria-label="How things stand"></dl>
                <p id="done" role="status"></p>

                <h2>The business's account</h2>
                <p class="row">
                  <button type="button" data-what="removeApp">Remove the app</button>
                  <button type="button" data-what="revokeTokens">Revoke its tokens silently</button>
                  <button type="button" data-what="suspend">Suspend</button>
                  <button type="button" data-what="unsuspend">Lift the suspension</button>
                  <button type="button" data-what="lock">Lock</button>
                  <button type="button" data-what="unlock">Unlock</button>
                  <button type="button" data-what="askPhone">Ask for its phone number</button>
                  <button type="button" data-what="verifyPhone">Phone number verified</button>
                  <button type="button" data-what="followersOnly">Messages from whom it follows only</button>
                  <button type="button" data-what="openDMs">Messages from everybody</button>
                </p>
                <h2>In this conversation</h2>
                <p class="row">
                  <button type="button" data-what="ownerWrites">Answer from X's own app</button>
                  <button type="button" data-what="ownerBlocks">Block the person</button>
                  <button type="button" data-what="ownerUnblocks">Unblock the person</button>
                </p>
                <h2>The app</h2>
                <p class="row">
                  <button type="button" data-what="read">Read only</button>
                  <button type="button" data-what="readWrite">Read and write</button>
                  <button type="button" data-what="readWriteMessages">And direct messages</button>
                  <button type="button" data-what="regenerateSecret">Regenerate its secret</button>
                  <button type="button" data-what="suspendApp">Suspend</button>
                  <button type="button" data-what="unsuspendApp">Lift the suspension</button>
                </p>
                <p class="row">
                  <button type="button" data-what="enterprise">Enterprise access</button>
                  <button type="button" data-what="accountActivity">Account Activity of v2</button>
                  <button type="button" data-what="activity">X Activity API</button>
                  <button type="button" data-what="noAccess">None of these</button>
                  <button type="button" data-what="allAccess">All of these</button>
                </p>
                <h2>Its webhook</h2>
                <p class="row">
                  <button type="button" data-what="invalidate">Make invalid</button>
                  <button type="button" data-what="challenge">Challenge now</button>
                  <button type="button" data-what="removeWebhook">Delete</button>
                  <button type="button" data-what="unsubscribe">End the account's subscription</button>
                </p>
                <h2>Limits of sending</h2>
                <p class="row">
                  <button type="button" data-what="useUp">Use up</button>
                  <button type="button" data-what="useUp" data-limit="sendV1">Use up those of v1.1</button>
                  <button type="button" data-what="free">Free all</button>
                </p>

            \#(PanelPage.records(faults: faults, problems: "What developers are told"))
              </section>
            </main>
            """#)

    private static let bar = #"""
        <div id="replies" aria-label="Quick replies"></div>
        <div class="bar">
          <button type="button" data-act="type">Type</button>
          <button type="button" data-act="read">Read</button>
          <button type="button" id="follow">Follow</button>
          <button type="button" id="block">Block</button>
          <button type="button" id="openness">Close my messages</button>
        </div>
        """#

    private static let faults = #"""
        <optgroup label="Gateway sends">
          <option value="messages.send cutAfterAccepting">Accept, then cut the connection</option>
          <option value="messages.send cutBeforeAccepting">Cut the connection, accept nothing</option>
          <option value="messages.send answerLate">Accept, answer after 5 seconds</option>
          <option value="messages.send status status=429">Rate limit (429)</option>
          <option value="messages.send status status=503">Over capacity (503)</option>
          <option value="messages.send status status=403 code=226">Looks automated (226)</option>
          <option value="messages.send status status=403 code=349">Cannot be written to (349)</option>
          <option value="messages.send status status=403 code=187">Duplicate (187)</option>
          <option value="messages.send status status=401 code=89">Expired token (89)</option>
        </optgroup>
        <optgroup label="Files">
          <option value="media.upload status status=503">Uploads fail (503)</option>
          <option value="media.fetch status status=404 code=34">A file is gone (34)</option>
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
