private import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Signing
private import Synchronization

extension MockMeta {
    /// A user goes through the login dialog.
    /// - Parameters:
    ///   - address: that of the dialog, as an app made it.
    ///   - pages: those the user picks; `nil` for all, those to come included.
    ///   - declined: permissions the user does not give.
    /// - Returns: the address to which the user's browser is sent back, with a code.
    public func logIn(
        _ address: String, as user: String, pages: [String]? = nil, declining declined: Set<String> = []
    ) throws(DialogProblem) -> String {
        try allow(Self.query(of: address), user, pages, declined)
    }

    /// A user looks at the login dialog and turns away.
    /// - Returns: the address to which the user's browser is sent back, with an error.
    public func turnDown(_ address: String) throws(DialogProblem) -> String {
        try refuse(Self.query(of: address))
    }

    /// `GET` shows the dialog, and its form is posted to the same address.
    func dialog(_ request: MockRequest) -> MockReply {
        do throws(DialogProblem) {
            switch request.method {
            case .get: return try showDialog(request)
            case .post: return .redirect(to: try answerDialog(request.query, request.form))
            default: return .problem("method not allowed", status: .methodNotAllowed)
            }
        } catch {
            return .dialog(LoginDialogPage.problem(error.explanation), status: .badRequest)
        }
    }

    private func showDialog(_ request: MockRequest) throws(DialogProblem) -> MockReply {
        try reading { state throws(DialogProblem) in
            let asked = try DialogRequest(request.query, in: state)
            guard let id = request.query["mock_user"] else {
                let users = state.users.values.sorted { $0.id < $1.id }
                return .dialog(LoginDialogPage.users(users, app: asked.app, target: request.target))
            }
            guard let user = state.users[id] else { throw .unknownUser(id) }
            let grant = state.grants[.init(user: id, app: asked.app.id)]
            return .dialog(
                LoginDialogPage.consent(
                    user: user, pages: state.pageOrder.compactMap { state.pages[$0]?.page }, app: asked.app,
                    permissions: asked.asked(after: grant), target: request.target))
        }
    }

    private func answerDialog(_ query: FormFields, _ form: FormFields) throws(DialogProblem) -> String {
        guard form["decision"] == "continue" else { return try refuse(query) }
        guard let user = query["mock_user"] else { throw .missingParameter("mock_user") }
        let asked = try reading { state throws(DialogProblem) in try DialogRequest(query, in: state) }
        let given = Set(form.values("permission"))
        return try allow(
            query, user, form["which"] == "all" ? nil : form.values("page"),
            Set(asked.permissions.filter { !given.contains($0) }))
    }

    private func allow(
        _ query: FormFields, _ user: String, _ pages: [String]?, _ declined: Set<String>
    ) throws(DialogProblem) -> String {
        let now = clock.now
        return try reading { state throws(DialogProblem) in
            let asked = try DialogRequest(query, in: state)
            guard let account = state.users[user] else { throw .unknownUser(user) }
            if let foreign = pages?.first(where: { account.tasks[$0, default: []].isEmpty }) {
                throw .notTheirPage(foreign)
            }
            let key = MetaState.Pair(user: user, app: asked.app.id)
            let before = state.grants[key]
            let shown = Set(asked.asked(after: before))
            let given = shown.subtracting(declined)
            state.grants[key] = Grant(
                granted: (before?.granted ?? []).subtracting(shown).union(given).union(["public_profile"]),
                declined: (before?.declined ?? []).subtracting(given).union(shown.intersection(declined)),
                pages: pages, consented: now)
            let code = "AQ" + SecureRandom.token(48)
            state.codes[code] = LoginCode(
                app: asked.app.id, user: user, redirectURI: asked.redirectURI, issued: now)
            return asked.answer(FormFields(["code": code]))
        }
    }

    private func refuse(_ query: FormFields) throws(DialogProblem) -> String {
        try reading { state throws(DialogProblem) in
            try DialogRequest(query, in: state).answer(
                FormFields([
                    "error": "access_denied", "error_code": "200", "error_description": "Permissions error",
                    "error_reason": "user_denied",
                ]))
        }
    }

    private func reading<Result: Sendable>(
        _ body: (inout MetaState) throws(DialogProblem) -> Result
    ) throws(DialogProblem) -> Result {
        try state.withLock { state throws(DialogProblem) in try body(&state) }
    }

    private static func query(of address: String) -> FormFields {
        MockRequest(method: .get, target: address).query
    }
}
