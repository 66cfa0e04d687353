private import MockPlatform

/// The pages of the login dialog: who logs in, then what they allow. They work without scripts.
enum LoginDialogPage {
    static func users(_ users: [MockFacebookUser], app: MockApp, target: String) -> String {
        let list = users.map { user in
            "<li><a href=\"\(escape(target + "&mock_user=" + user.id))\">\(escape(user.name))</a>"
                + "<small>\(pages(user.tasks.count { !$0.value.isEmpty }))</small></li>"
        }
        return document(
            "Log in to Facebook",
            """
            <p>to continue to <b>\(escape(app.name))</b>. Who are you?</p>
            <ul class="choice">\(list.joined())</ul>
            """)
    }

    static func consent(
        user: MockFacebookUser, pages: [MockPage], app: MockApp, permissions: [String], target: String
    ) -> String {
        let own = pages.filter { user.tasks[$0.id]?.isEmpty == false }
        let choices = own.map { page in
            let tasks = user.tasks[page.id, default: []].map(\.rawValue).joined(separator: ", ")
            return box("page", page.id, "<b>\(escape(page.name))</b> <small>\(tasks)</small>")
        }
        let asked = permissions.map { box("permission", $0, "<code>\(escape($0))</code>") }
        return document(
            "Continue as \(user.name)?",
            """
            <form method="post" action="\(escape(target))">
            <fieldset><legend>Pages that \(escape(app.name)) may reach</legend>
            <label><input type="radio" name="which" value="these" checked> Only these</label>
            \(choices.isEmpty ? "<p>You have no page.</p>" : choices.joined())
            <label><input type="radio" name="which" value="all"> All current and future pages</label>
            </fieldset>
            <fieldset><legend>What it may do</legend>\(asked.joined())</fieldset>
            <p class="row">
            <button name="decision" value="continue" id="continue">Continue as \(escape(user.name))</button>
            <button name="decision" value="cancel" id="cancel" class="plain">Cancel</button>
            </p></form>
            """)
    }

    static func problem(_ text: String) -> String {
        document("Sorry, something went wrong", "<p class=\"bad\">\(escape(text))</p>")
    }

    private static func pages(_ count: Int) -> String {
        switch count {
        case 0: "no page"
        case 1: "a role on 1 page"
        default: "roles on \(count) pages"
        }
    }

    private static func box(_ name: String, _ value: String, _ label: String) -> String {
        "<label><input type=\"checkbox\" name=\"\(name)\" value=\"\(escape(value))\" checked> \(label)</label>"
    }

    private static func document(_ title: String, _ content: String) -> String {
        PanelPage.document(
            title: escape(title), style: "messenger.css",
            content: """
                <main class="dialog"><h1>\(escape(title))</h1>
                \(content)
                <p class="hint">A mock of Facebook, on this machine only.</p>
                </main>
                """)
    }

    private static func escape(_ text: String) -> String {
        PanelPage.escaped(text)
    }
}
