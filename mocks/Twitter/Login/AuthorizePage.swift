internal import MockPlatform

/// The pages on which people log in: who they are, then whether they let an app in. They work without scripts.
enum AuthorizePage {
    static let authorizePath = "/oauth/authorize"
    static let authenticatePath = "/oauth/authenticate"
    static let codePath = "/i/oauth2/authorize"
    static let paths: Set<String> = [authorizePath, authenticatePath, codePath]
    /// Stands in the address for the session that a browser would have.
    static let accountField = "mock_account"

    static func accounts(_ accounts: [MockXAccount], app: MockXApp, target: String) -> String {
        let list = accounts.map { account in
            "<li><a href=\"\(escape(target + "&\(accountField)=" + account.id))\">\(escape(account.name))</a>"
                + "<small>@\(escape(account.screenName))</small></li>"
        }
        return document(
            "Log in to X",
            """
            <p>to go on to <b>\(escape(app.name))</b>. Who are you?</p>
            <ul class="choice">\(list.joined())</ul>
            """)
    }

    static func consent(_ account: MockXAccount, _ asked: AuthorizeRequest, _ request: MockRequest) -> String {
        let abilities = asked.abilities.map { "<li>\(escape($0))</li>" }.joined()
        return document(
            "Authorize \(asked.app.name) to access your account?",
            """
            <p>You are logged in as <b>\(escape(account.name))</b> @\(escape(account.screenName)).
            <a href="\(escape(withoutAccount(request)))">Log in as somebody else</a></p>
            <p>This app will be able to:</p><ul>\(abilities)</ul>
            <form method="post" action="\(escape(request.target))"><p class="row">
            <button name="decision" value="allow" id="allow">Authorize app</button>
            <button name="decision" value="cancel" id="cancel" class="plain">Cancel</button>
            </p></form>
            """)
    }

    static func pin(_ pin: String) -> String {
        document(
            "You've granted access",
            "<p>Return to the app and enter this PIN to complete the authorization:</p><p><code id=\"pin\">\(pin)</code></p>"
        )
    }

    static let turnedDown = document("You've turned the app down", "<p>It can do nothing with your account.</p>")

    static func problem(_ text: String) -> String {
        document("Whoa there!", "<p class=\"bad\">\(escape(text))</p>")
    }

    private static func withoutAccount(_ request: MockRequest) -> String {
        var query = FormFields()
        for field in request.query.fields where field.name != accountField { query.append(field.name, field.value) }
        return request.path + "?" + query.encoded
    }

    private static func document(_ title: String, _ content: String) -> String {
        PanelPage.document(
            title: escape(title), style: "twitter.css",
            content: """
                <main class="dialog"><h1>\(escape(title))</h1>
                \(content)
                <p class="hint">A mock of X, on this machine only.</p>
                </main>
                """)
    }

    private static func escape(_ text: String) -> String {
        PanelPage.escaped(text)
    }
}
