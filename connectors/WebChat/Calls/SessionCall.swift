import ConnectorKit
import GatewayModel

/// A page makes itself known, or comes again.
struct SessionCall {
    private let calls: ChatCalls
    private let host: any ClientHost

    private static let shownMessages = 100

    init(_ calls: ChatCalls) {
        self.calls = calls
        host = calls.host
    }

    func answer() async throws(ClientRefusal) -> ClientReply {
        let body = try await calls.body()
        guard let text = body["site"]?.text else { throw ClientRefusal.invalid("site", "it must be an origin.") }
        let site = try calls.sites.site(text)
        let given = try body["ticket"]?.text.flatMap { text throws(ClientRefusal) in
            try VisitorTicket.reading(text, by: host)
        }
        if let address = calls.request.client {
            try host.limit("session/\(address)", to: calls.settings.sessionsOfOneAddress)
        }
        try host.limit("session", to: calls.settings.sessionsPerMinute)
        let ticket = try ticket(from: given, body["identity"]?.text, on: site)
        let views = ChatViews(host: host)
        let conversation = try await host.conversation(with: ticket.visitor, messages: Self.shownMessages)
        let isShown = conversation.map(views.isShown) ?? false
        return ChatCalls.json([
            "ticket": .text(try ticket.text(by: host)), "expiresAt": .integer(ticket.until.milliseconds),
            "handle": .text(ticket.visitor.value),
            "settings": views.settings(host.settings), "status": views.status(try await host.availability()),
            "chat": views.chat(conversation),
            "messages": .list(isShown ? conversation?.messages.map { views.message($0) } ?? [] : []),
            "cursor": .text(views.cursor),
        ])
    }

    /// The visitor of before, unless the ticket is too old, or the site's backend says that it is somebody else.
    private func ticket(
        from given: VisitorTicket?, _ identity: String?, on site: String
    ) throws(ClientRefusal) -> VisitorTicket {
        let until = host.now + calls.settings.sessionLength
        let before = given.flatMap { host.now < $0.until + VisitorTicket.grace ? $0 : nil }
        guard let identity else {
            return VisitorTicket(
                visitor: before?.visitor ?? WebChatAddress.newVisitor(), site: site, until: until,
                identity: before?.identity)
        }
        let token = try IdentityToken(identity, of: host.connection.app, at: host.now)
        return VisitorTicket(
            visitor: WebChatAddress.visitor(named: token.subject, by: host.connection.app.id), site: site,
            until: until, identity: VisitorTicket.Identity(name: token.name, email: token.email))
    }
}
