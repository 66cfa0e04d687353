import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/session`, one's own, and `/v1/sessions`, all of one's own.
struct SessionOperations {
    let people: People
    let store: any Store
    let cookies: BrowserCookies

    var all: [Operation] { [logIn, show, logOut, list, end] }

    private var logIn: Operation {
        Operation(
            method: .post, path: "/v1/session", summary: "Log in; the session is in a cookie", tag: "Log-in",
            level: nil, request: LogInRequest.schema, answer: .init(status: 201, schema: SessionView.schema),
            work: .open { visit in
                let given = try visit.decode(LogInRequest.self)
                let entry = try await people.logIn.enter(
                    LogIn.Attempt(
                        email: try PersonField.text(given.email, "email", most: 254),
                        password: try PersonField.text(given.password, "password", most: 200),
                        code: try given.code.map { try PersonField.text($0, "code", most: 40) },
                        device: visit.device, client: visit.client, agent: visit.agent))
                var reply = try await people.answer(entry.session, status: 201, from: store)
                reply.cookies = [
                    cookies.keep(entry.token, of: entry.session), cookies.keep(device: entry.device),
                ]
                return reply
            })
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/session", summary: "Show one's own session", tag: "Log-in", level: .agent,
            audience: .enrolling, answer: .init(status: 200, schema: SessionView.schema),
            work: .read { call, transaction in
                try .json(try people.view(try call.session(), in: transaction))
            })
    }

    private var logOut: Operation {
        Operation(
            method: .delete, path: "/v1/session", summary: "Log out", tag: "Log-in", level: .agent,
            audience: .enrolling, answer: .init(status: 204, schema: nil),
            work: .write { call, transaction in
                let session = try call.session()
                try people.sessions.end(session.id, of: session.user, in: transaction)
                return Operation.Reply(status: 204, body: [], cookies: [cookies.forgetSession])
            })
    }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/sessions", summary: "List one's own sessions", tag: "Log-in", level: .agent,
            audience: .people, answer: .init(status: 200, schema: ListView<SessionView>.schema(of: SessionView.schema)),
            work: .read { call, transaction in
                let own = try call.session()
                let all = try people.sessions.list(of: own.user, in: transaction)
                return try .json(
                    ListView(all: all.map { SessionView($0, people.sessions, isThisOne: $0.id == own.id) }))
            })
    }

    private var end: Operation {
        Operation(
            method: .delete, path: "/v1/sessions/{id}", summary: "End one of one's own sessions", tag: "Log-in",
            level: .agent, audience: .people, answer: .init(status: 204, schema: nil),
            work: .write { call, transaction in
                try people.sessions.end(call.id("session"), of: try call.session().user, in: transaction)
                return .nothing
            })
    }
}

extension People {
    /// The session with whose it is, as its owner sees it.
    func view(_ session: Session, in transaction: any StoreTransaction) throws -> SessionView {
        var view = SessionView(session, sessions, isThisOne: true)
        view.me = try transaction.user(session.user).map { try MeView($0, self, in: transaction) }
        return view
    }

    /// The session that has just begun.
    func answer(_ session: Session, status: Int, from store: any Store) async throws -> Operation.Reply {
        try .json(try await store.read { try view(session, in: $0) }, status: status)
    }
}

struct SessionView: Encodable {
    let id, createdAt, lastUsedAt, idleUntil, expiresAt: String
    let address, agent: String?
    let isThisOne: Bool
    fileprivate(set) var me: MeView?

    init(_ session: Session, _ sessions: Sessions, isThisOne: Bool) {
        id = session.id.description
        createdAt = TimeText.of(session.createdAt)
        lastUsedAt = TimeText.of(session.seenAt)
        idleUntil = TimeText.of(sessions.idleEnd(of: session))
        expiresAt = TimeText.of(session.expiresAt)
        address = session.address
        agent = session.agent
        self.isThisOne = isThisOne
    }

    static let schema = Schema.named(
        "Session",
        .object([
            .init("id", .string()), .init("createdAt", .time),
            .init("lastUsedAt", .time, description: "To within a minute."),
            .init("idleUntil", .time, description: "When it ends if it is not used."),
            .init("expiresAt", .time, description: "When it ends however much it is used."),
            .init("address", .string(), isRequired: false, description: "Where the person logged in from."),
            .init("agent", .string(), isRequired: false, description: "With which program."),
            .init("isThisOne", .boolean), .init("me", MeView.schema, isRequired: false),
        ]))
}

struct LogInRequest: RequestBody {
    let email: String
    let password: String
    let code: String?

    static let schema = Schema.named(
        "LogIn",
        .object([
            .init("email", .string(length: 1...254)), .init("password", .string(length: 1...200)),
            .init(
                "code", .string(length: 1...40), isRequired: false,
                description: "Of the authenticator app, or a recovery code, where there is a second factor."),
        ]))
}
