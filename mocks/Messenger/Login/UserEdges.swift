internal import Foundation
internal import MockPlatform
private import Signing

extension MockMeta {
    private static var ordinaryLimit: Int { 25 }
    private static var largestLimit: Int { 100 }

    /// `GET /me/permissions`, with a user's token.
    func listPermissions(_ node: String, _ request: GraphRequest) throws(GraphError) -> JSON {
        let now = clock.now
        return try locked { state throws(GraphError) in
            let caller = try state.caller(request, at: now)
            try caller.checkUser(node, request)
            let granted = (caller.grant?.granted ?? []).map { ($0, "granted") }
            let declined = (caller.grant?.declined ?? []).map { ($0, "declined") }
            return [
                "data": .array(
                    (granted + declined).sorted { $0.0 < $1.0 }.map {
                        ["permission": .string($0.0), "status": .string($0.1)]
                    })
            ]
        }
    }

    /// `GET /me/accounts`: the pages that the user has a role on and has let the app reach, one page of them at a time.
    func listAccounts(_ node: String, _ request: GraphRequest) throws(GraphError) -> JSON {
        let now = clock.now
        return try locked { state throws(GraphError) in
            let caller = try state.caller(request, at: now)
            try caller.checkUser(node, request)
            let all = caller.grant?.granted.contains("pages_show_list") == true ? state.reachable(caller) : []
            let limit = min(
                max(1, request.parameters["limit"].flatMap { Int($0) } ?? Self.ordinaryLimit), Self.largestLimit)
            let window = try Self.window(of: all, limit, request.parameters)
            guard !window.isEmpty else { return ["data": []] }
            let fields =
                request.parameters.fields ?? [
                    "access_token", "category", "category_list", "name", "id", "tasks",
                ]
            var data: [JSON] = []
            for place in window { data.append(try state.account(all[place], fields, caller, at: now)) }
            var paging: [JSON.Member] = [
                .init(
                    "cursors",
                    [
                        "before": .string(Self.cursor(all[window.lowerBound])),
                        "after": .string(Self.cursor(all[window.upperBound - 1])),
                    ])
            ]
            let address = Self.address(request, base: state.baseURL, limit)
            if window.lowerBound > 0 {
                paging.append(.init("previous", .string(address + "&before=" + Self.cursor(all[window.lowerBound]))))
            }
            if window.upperBound < all.count {
                paging.append(.init("next", .string(address + "&after=" + Self.cursor(all[window.upperBound - 1]))))
            }
            return ["data": .array(data), "paging": .object(paging)]
        }
    }

    /// Which of all are shown: what comes after or before a cursor stays true while others come and go.
    private static func window(
        of all: [String], _ limit: Int, _ parameters: GraphParameters
    ) throws(GraphError) -> Range<Int> {
        func place(_ name: String) throws(GraphError) -> Int? {
            guard let cursor = parameters[name] else { return nil }
            guard let place = all.firstIndex(where: { self.cursor($0) == cursor }) else {
                throw .parameter("Invalid cursors values: The cursor is invalid.")
            }
            return place
        }
        if let before = try place("before") { return max(0, before - limit)..<before }
        let start = try place("after").map { $0 + 1 } ?? 0
        return start..<min(start + limit, all.count)
    }

    private static func cursor(_ page: String) -> String {
        Base64.encodeForURL(Array(page.utf8))
    }

    private static func address(_ request: GraphRequest, base: String, _ limit: Int) -> String {
        var query = FormFields()
        query.append("access_token", request.token ?? "")
        for name in ["appsecret_proof", "fields"] {
            if let value = request.parameters[name] { query.append(name, value) }
        }
        query.append("limit", String(limit))
        let version = request.version.map { "/\($0)" } ?? ""
        return base + version + "/" + request.segments.joined(separator: "/") + "?" + query.encoded
    }
}

extension Caller {
    /// An edge of a user is for the user whose token it is.
    func checkUser(_ node: String, _ request: GraphRequest) throws(GraphError) {
        guard token.kind == .user, node == "me" || node == token.user else {
            throw .noObject(node, request.method)
        }
    }
}

extension MetaState {
    /// Pages on which the user has a role and which the app may reach, in their order.
    func reachable(_ caller: Caller) -> [String] {
        guard let user = caller.token.user, let grant = caller.grant else { return [] }
        return pageOrder.filter { grant.covers($0) && !tasks(of: user, for: $0).isEmpty }
    }

    fileprivate mutating func account(
        _ page: String, _ fields: [String], _ caller: Caller, at now: Date
    ) throws(GraphError) -> JSON {
        guard let record = pages[page], let user = caller.token.user else { return [:] }
        var members: [JSON.Member] = []
        for field in fields where field != "id" {
            switch field {
            case "access_token":
                members.append(.init(field, .string(pageToken(of: page, from: caller.token, at: now).value)))
            case "tasks":
                members.append(.init(field, .array(tasks(of: user, for: page).map { .string($0.rawValue) })))
            default:
                members.append(.init(field, try record.value(of: field)))
            }
        }
        return .object(members + [.init("id", .string(page))])
    }
}
