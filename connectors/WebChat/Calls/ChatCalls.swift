import ConnectorKit
import GatewayModel
import HTTPTypes

/// The calls of the widget: docs/web-chat-protocol.md tells them one by one.
struct ChatCalls {
    static let routes = [
        ClientRoute(.get, "loader.js"), ClientRoute(.get, "frame"), ClientRoute(.get, "assets/*/*"),
        ClientRoute(.post, "session", mostBytes: 16 << 10), ClientRoute(.get, "events"), ClientRoute(.get, "poll"),
        ClientRoute(.post, "messages", mostBytes: 64 << 10), ClientRoute(.post, "form", mostBytes: 64 << 10),
        ClientRoute(.post, "files", mostBytes: ChatFiles.mostBytes), ClientRoute(.post, "typing", mostBytes: 1 << 10),
        ClientRoute(.post, "receipts", mostBytes: 1 << 10), ClientRoute(.post, "end", mostBytes: 1 << 10),
        ClientRoute(.post, "transcript", mostBytes: 4 << 10),
    ]

    let request: ClientRequest
    let host: any ClientHost
    let files: WidgetFiles
    let settings: ChatSettings
    let sites: SiteRule

    init(_ request: ClientRequest, _ host: any ClientHost, _ files: WidgetFiles) {
        self.request = request
        self.host = host
        self.files = files
        settings = ChatSettings(host.settings)
        sites = SiteRule(host: host, settings: settings)
    }

    func answer() async throws(ClientRefusal) -> ClientReply {
        let pages = WidgetPages(files: files, host: host, settings: settings)
        switch request.path.first {
        case "loader.js": return try pages.loader(request)
        case "frame": return try pages.frame()
        case "assets": return try pages.asset(request.path[2], of: request.path[1])
        default: break
        }
        try sites.check(request)
        switch request.path.first {
        case "session": return try await SessionCall(self).answer()
        case "events": return try await EventsCall(self).stream()
        case "poll": return try await EventsCall(self).poll()
        case "messages": return try await MessageCall(self).answer()
        case "form": return try await FormCall(self).answer()
        case "files": return try await FileCall(self).answer()
        default: return try await SignalCall(self).answer()
        }
    }

    // MARK: What several of them need

    /// Who calls, on a site that is still allowed; counted.
    func visitor() throws(ClientRefusal) -> VisitorTicket {
        let ticket = try VisitorTicket.of(request, host)
        try sites.check(ticket)
        return ticket
    }

    func requireOn() throws(ClientRefusal) {
        guard settings.isEnabled else {
            throw ClientRefusal(.conflict, "chat-off", "This chat is closed.")
        }
    }

    func body() async throws(ClientRefusal) -> JSONTree {
        guard let tree = JSONTree(reading: try await request.body.collect()), case .fields = tree else {
            throw ClientRefusal(.malformed, "malformed", "The body is no JSON object.")
        }
        return tree
    }

    static func json(_ fields: [String: JSONTree], status: Int = 200) -> ClientReply {
        ClientReply(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .bytes(JSONTree.fields(fields).bytes))
    }

    static let nothing = ClientReply(status: 204, headers: [.cacheControl: "no-store"])
}
