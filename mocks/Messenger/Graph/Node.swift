internal import Foundation
internal import MockPlatform

extension MockMeta {
    /// `GET /{id}`: an app, a user, a page by id or user name, or a person who wrote to the page.
    func fetchNode(_ node: String, _ request: GraphRequest) throws(GraphError) -> JSON {
        let now = clock.now
        return try locked { state throws(GraphError) in
            let caller = try state.caller(request, at: now)
            let fields = request.parameters.fields
            switch caller.token.kind {
            case .app: return try state.app(node, fields, caller, request)
            case .user: return try state.node(node, fields, caller, request)
            case .page:
                if let person = state.people.person(psid: node, page: caller.token.page) {
                    return try state.profile(person, psid: node, fields, caller, at: now)
                }
                return try state.page(node, fields, caller, request)
            }
        }
    }
}

extension MetaState {
    /// An app sees itself.
    fileprivate func app(
        _ node: String, _ fields: [String]?, _ caller: Caller, _ request: GraphRequest
    ) throws(GraphError) -> JSON {
        guard node == caller.app.id || node == "app" else { throw .noObject(node) }
        var members: [JSON.Member] = []
        for field in fields ?? ["category", "link", "name"] {
            switch field {
            case "id": continue
            case "name": members.append(.init(field, .string(caller.app.name)))
            case "category": members.append(.init(field, "Business"))
            case "link": members.append(.init(field, .string("https://www.facebook.com/games/?app_id=\(node)")))
            default: throw .parameter("Tried accessing nonexisting field (\(field)) on node type (Application)")
            }
        }
        return .object(members + [.init("id", .string(caller.app.id))])
    }

    /// A user sees themselves, and the pages they let the app reach.
    fileprivate func node(
        _ node: String, _ fields: [String]?, _ caller: Caller, _ request: GraphRequest
    ) throws(GraphError) -> JSON {
        guard let user = caller.token.user.flatMap({ users[$0] }) else { throw .unreadableToken }
        guard node == "me" || node == user.id else {
            guard let page = page(named: node), reachable(caller).contains(page.id), let record = pages[page.id] else {
                throw Self.unreachable(node)
            }
            return try record.json(fields)
        }
        var members: [JSON.Member] = []
        for field in fields ?? ["name"] {
            switch field {
            case "id": continue
            case "name": members.append(.init(field, .string(user.name)))
            default: throw .parameter("Tried accessing nonexisting field (\(field)) on node type (User)")
            }
        }
        return .object(members + [.init("id", .string(user.id))])
    }

    fileprivate func page(
        _ node: String, _ fields: [String]?, _ caller: Caller, _ request: GraphRequest
    ) throws(GraphError) -> JSON {
        guard let record = try? page(node, caller, request) else { throw Self.unreachable(node) }
        return try record.json(fields)
    }

    /// A page of somebody else: code 10 by user name and code 100 by id; both have been seen for both.
    private static func unreachable(_ node: String) -> GraphError {
        let explanation =
            "Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not "
            + "support this operation. This endpoint requires the 'pages_read_engagement' permission or the 'Page "
            + "Public Content Access' feature or the 'Page Public Metadata Access' feature."
        let isID = node.allSatisfy { $0.isASCII && $0.isNumber }
        return isID
            ? GraphError(100, 33, "(#100) \(explanation)") : GraphError(10, nil, "(#10) \(explanation)")
    }

    /// What a page may know of a person who wrote to it.
    fileprivate mutating func profile(
        _ person: MockPersonProfile, psid: String, _ fields: [String]?, _ caller: Caller, at now: Date
    ) throws(GraphError) -> JSON {
        guard caller.may("pages_messaging") else { throw .permission("pages_messaging") }
        guard person.visibility == .visible else { throw .table(person.visibility.rawValue) }
        let expires = now + configuration.lifetimes.link.seconds
        var members: [JSON.Member] = []
        for field in fields ?? ["first_name", "last_name", "profile_pic"] {
            switch field {
            case "id": continue
            case "name": members.append(.init(field, .string(person.name)))
            case "first_name": members.append(.init(field, .string(person.firstName)))
            case "last_name": members.append(.init(field, .string(person.lastName)))
            case "profile_pic":
                members.append(.init(field, .string(content.portraitAddress(base: contentOrigin, until: expires))))
            default: throw .parameter("Tried accessing nonexisting field (\(field)) on node type (User)")
            }
        }
        return .object(members + [.init("id", .string(psid))])
    }
}
