import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/me/password`, and `/v1/password-resets` for whoever has forgotten it.
struct PasswordOperations {
    let people: People
    let store: any Store
    let cookies: BrowserCookies

    var all: [Operation] { [change, request, complete] }

    private var change: Operation {
        Operation(
            method: .put, path: "/v1/me/password",
            summary: "Change one's own password; every session ends, and one to go on with is in a cookie",
            tag: "Log-in", level: .agent, audience: .people, request: PasswordChange.schema,
            answer: .init(status: 200, schema: SessionView.schema),
            work: .steps { call in
                let given = try call.decode(PasswordChange.self)
                let (session, token) = try await people.passwords.change(
                    from: try PersonField.text(given.current, "current", most: 200), to: given.new,
                    by: try call.session())
                var reply = try await people.answer(session, status: 200, from: store)
                reply.cookies = [cookies.keep(token, of: session)]
                return reply
            })
    }

    private var request: Operation {
        Operation(
            method: .post, path: "/v1/password-resets",
            summary: "Ask for a link to set a new password, by mail; the answer is the same for every address",
            tag: "Log-in", level: nil, request: PasswordResetRequest.schema,
            answer: .init(status: 202, schema: nil),
            work: .open { visit in
                let given = try visit.decode(PasswordResetRequest.self)
                try people.resets.request(
                    email: try PersonField.email(given.email).text, client: visit.client)
                return Operation.Reply(status: 202, body: [])
            })
    }

    private var complete: Operation {
        Operation(
            method: .post, path: "/v1/password-resets/completion",
            summary: "Set a password by the token of a link, which is good once", tag: "Log-in", level: nil,
            request: PasswordResetCompletion.schema, answer: .init(status: 204, schema: nil), refusals: [410],
            work: .open { visit in
                let given = try visit.decode(PasswordResetCompletion.self)
                let mark = try await people.passwords.set(given.password, byLink: given.token)
                return Operation.Reply(status: 204, body: [], cookies: [cookies.keep(device: mark)])
            })
    }
}

struct PasswordChange: RequestBody {
    let current: String
    let new: String

    static let schema = Schema.named(
        "PasswordChange",
        .object([.init("current", .string(length: 1...200)), .init("new", .string(length: 10...200))]))
}

struct PasswordResetRequest: RequestBody {
    let email: String

    static let schema = Schema.named("PasswordReset", .object([.init("email", .string(length: 3...254))]))
}

struct PasswordResetCompletion: RequestBody {
    let token: String
    let password: String

    static let schema = Schema.named(
        "PasswordResetCompletion",
        .object([
            .init("token", .string(length: 1...128), description: "What stands behind # in the link."),
            .init("password", .string(length: 10...200)),
        ]))
}
