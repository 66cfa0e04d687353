import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/users`.
struct UserOperations {
    let people: People

    var all: [Operation] { [list, create, show, change, erase, link, endSessions, resetSecondFactor] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/users",
            summary: "List users; agents see names, managers and administrators the rest", tag: "People",
            level: .agent, query: [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<UserView>.schema(of: UserView.schema)),
            work: .read { call, transaction in
                let page = try call.page(of: User.self)
                let views = try transaction.users(page).map {
                    try UserView($0, for: call.principal.level, in: transaction)
                }
                return try .json(ListView(views, limit: page.limit, cursor: \.id))
            })
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/users/{id}", summary: "Show a user", tag: "People", level: .agent,
            answer: .init(status: 200, schema: UserView.schema), isTagged: true, work: .show(Self.document))
    }

    @Sendable private static func document(
        _ call: Operation.Call, _ transaction: any StoreTransaction
    ) throws -> Operation.Reply {
        guard let user = try transaction.user(call.id("user")) else { throw Refusal.notFound("user") }
        let view = try UserView(user, for: call.principal.level, in: transaction)
        return try .json(view).tagged(by: UserView.Choices(of: view))
    }

    private var create: Operation {
        Operation(
            method: .post, path: "/v1/users", summary: "Make a user, and send or make a link to set a password",
            tag: "People", level: .administrator, request: NewUser.schema,
            answer: .init(status: 201, schema: UserView.schema),
            work: .write { call, transaction in
                let given = try call.decode(NewUser.self)
                let user = try people.users.create(
                    email: try PersonField.email(given.email), name: given.name,
                    level: try PersonField.level(given.level),
                    roles: try RoleNames.read(given.roles ?? [], field: "roles"), by: call.principal.name,
                    in: transaction)
                var view = try UserView(user, for: call.principal.level, in: transaction)
                if given.invite ?? true {
                    view.invitation = InvitationView(
                        try people.links.issue(for: user.id, by: call.principal.name, in: transaction))
                }
                var reply = try Operation.Reply.json(view, status: 201)
                view.invitation = view.invitation?.withoutLink
                reply.kept = try Operation.Reply.json(view).body
                return reply
            }, afterwards: { people.errands.wake() })
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/users/{id}",
            summary: "Change a user, or disable or enable it; another level, and disabling, end its sessions",
            tag: "People", level: .administrator, request: UserChange.schema,
            answer: .init(status: 200, schema: UserView.schema), isTagged: true,
            work: .change(of: Self.document) { call, transaction in
                let given = try call.decode(UserChange.self)
                _ = try people.users.update(
                    call.id("user"),
                    Users.Choices(
                        email: try given.email.map(PersonField.email), name: given.name,
                        level: try given.level.map(PersonField.level),
                        roles: try given.roles.map { try RoleNames.read($0, field: "roles") },
                        state: try given.state.map(PersonField.state)),
                    by: call.principal.name, in: transaction)
            })
    }

    private var erase: Operation {
        Operation(
            method: .delete, path: "/v1/users/{id}",
            summary: "Disable a user for good, and erase name, e-mail address, password and second factor",
            tag: "People", level: .administrator, answer: .init(status: 204, schema: nil), refusals: [409],
            work: .write { call, transaction in
                try people.users.erase(call.id("user"), by: call.principal.name, in: transaction)
                return .nothing
            })
    }

    private var link: Operation {
        Operation(
            method: .post, path: "/v1/users/{id}/password-link",
            summary: "Mail a link to set a password; without mail, make one to hand over", tag: "People",
            level: .administrator, answer: .init(status: 201, schema: InvitationView.schema), refusals: [409],
            work: .write { call, transaction in
                let view = InvitationView(
                    try people.links.issue(for: call.id("user"), by: call.principal.name, in: transaction))
                var reply = try Operation.Reply.json(view, status: 201)
                reply.kept = try Operation.Reply.json(view.withoutLink).body
                return reply
            }, afterwards: { people.errands.wake() })
    }

    private var endSessions: Operation {
        Operation(
            method: .delete, path: "/v1/users/{id}/sessions", summary: "End every session of a user", tag: "People",
            level: .administrator, answer: .init(status: 204, schema: nil),
            work: .write { call, transaction in
                try people.sessions.endAll(of: call.id("user"), by: call.principal.name, in: transaction)
                return .nothing
            })
    }

    private var resetSecondFactor: Operation {
        Operation(
            method: .delete, path: "/v1/users/{id}/second-factor",
            summary: "Take the second factor from a user who has lost it; ends the user's sessions", tag: "People",
            level: .administrator, answer: .init(status: 204, schema: nil), refusals: [409],
            work: .write { call, transaction in
                try people.secondFactors.reset(of: call.id("user"), by: call.principal.name, in: transaction)
                return .nothing
            })
    }
}
