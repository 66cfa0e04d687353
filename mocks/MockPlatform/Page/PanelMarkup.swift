extension PanelPage {
    /// A whole page.
    /// - Parameters:
    ///   - style, script: the names of its files under `/mock`; without a script it needs none.
    ///   - content: of its body.
    public static func document(title: String, style: String, script: String? = nil, content: String) -> String {
        let script = script.map { "<script type=\"module\" src=\"/mock/\($0)\"></script>\n" } ?? ""
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title)</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/mock/\(style)">
            \(script)</head>
            <body>
            \(content)
            </body>
            </html>
            """
    }

    /// A text as it may stand in a page and in its attributes.
    public static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    /// A conversation, and where one writes.
    /// - Parameters:
    ///   - bar: what stands between the two.
    ///   - accept: the types of files that may be attached; empty for all.
    public static func conversation(
        writing what: String, atMost limit: Int, accept: String, bar: String = ""
    ) -> String {
        #"""
        <ol id="bubbles" tabindex="0" role="log" aria-live="polite" aria-label="Conversation"></ol>
        <p id="notice" role="status"></p>
        \#(bar)
        <form id="compose">
          <ul id="attachments" aria-label="Attachments"></ul>
          <label class="attach" title="Attach a file">
            <span class="hidden">Attach a file</span>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5v14M5 12h14"/></svg>
            <input id="files" type="file" accept="\#(accept)" multiple>
          </label>
          <label class="text">
            <span class="hidden">\#(what)</span>
            <textarea id="body" rows="1" placeholder="\#(what)" maxlength="\#(limit)"></textarea>
          </label>
          <button type="submit" aria-label="Send">
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 19V5M6 11l6-6 6 6"/></svg>
          </button>
        </form>
        """#
    }

    /// Faults to be planned; the last webhooks; what went wrong.
    /// - Parameters:
    ///   - faults: the options: each value is an operation, a fault and its numbers.
    ///   - problems: the title of the last part.
    public static func records(faults: String, problems: String) -> String {
        #"""
        <form id="fault">
          <h2>Faults</h2>
          <div class="row">
            <label>What
              <select id="kind">
        \#(faults)
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
        <h2>\#(problems)</h2>
        <ul id="problems"></ul>
        """#
    }
}
