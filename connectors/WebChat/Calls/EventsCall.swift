import ConnectorKit
import GatewayModel
import HTTPTypes

/// What happens, told to a page: as server-sent events (HTML Living Standard, section 9.2), or when it asks.
struct EventsCall {
    private static let mostPollsInAMinute = 120
    private static let pollMessages = 100
    /// In milliseconds: how long a page waits before it connects again.
    private static let retry = 2000
    /// A minute is more than a transaction takes to commit, and than clocks of nodes differ.
    private static let overlap = Duration.seconds(60)

    private let calls: ChatCalls
    private let host: any ClientHost
    private let views: ChatViews

    init(_ calls: ChatCalls) {
        self.calls = calls
        host = calls.host
        views = ChatViews(host: calls.host)
    }

    func stream() async throws(ClientRefusal) -> ClientReply {
        let ticket = try calls.visitor()
        try host.limit("events/\(ticket.visitor.value)", to: Self.mostPollsInAMinute)
        let cursor = calls.request.headers[.init("Last-Event-ID")!] ?? calls.request.query["after"]
        let changes = try await host.follow(ticket.visitor, since: ChatViews.moment(of: cursor))
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        headers[.init("X-Accel-Buffering")!] = "no"
        return ClientReply(
            headers: headers,
            body: .stream { [views] write in
                try await write(Array("retry: \(Self.retry)\n\n".utf8))
                var teller = Teller(views: views)
                for await change in changes {
                    for event in teller.events(about: change) { try await write(event.line(id: views.cursor)) }
                    if change == .quiet { try await write(Array(":\n\n".utf8)) }
                    // A ticket is believed until its end, and no longer.
                    if views.host.now >= ticket.until { return }
                }
            })
    }

    func poll() async throws(ClientRefusal) -> ClientReply {
        let ticket = try calls.visitor()
        try host.limit("polls/\(ticket.visitor.value)", to: Self.mostPollsInAMinute)
        let since = ChatViews.moment(of: calls.request.query["after"])
        let cursor = views.cursor
        let conversation = try await host.conversation(with: ticket.visitor, messages: Self.pollMessages)
        var changes: [ClientChange] = [
            .settings(host.settings), .availability(try await host.availability()), .conversation(conversation),
        ]
        for message in conversation?.messages ?? []
        where since.map({ max(message.createdAt, message.statusAt) >= $0 - Self.overlap }) ?? true {
            changes.append(.message(message))
        }
        var teller = Teller(views: views)
        let events = changes.flatMap { teller.events(about: $0) }
        return ChatCalls.json([
            "cursor": .text(cursor),
            "events": .list(events.map { .fields(["event": .text($0.name), "data": $0.data]) }),
        ])
    }

    fileprivate struct Told {
        let name: String
        let data: JSONTree

        func line(id: String) -> [UInt8] {
            Array("id: \(id)\nevent: \(name)\ndata: ".utf8) + data.bytes + Array("\n\n".utf8)
        }
    }

    /// Tells changes, and what follows from them for a page.
    private struct Teller {
        let views: ChatViews
        private var conversation: ClientConversation?
        /// The visitor's last message: the one at which a page shows how far it has come.
        private var lastSaid: ClientMessage?

        init(views: ChatViews) {
            self.views = views
        }

        mutating func events(about change: ClientChange) -> [Told] {
            switch change {
            case .settings(let settings): return [Told(name: "settings", data: views.settings(settings))]
            case .availability(let status): return [Told(name: "status", data: views.status(status))]
            case .conversation(let now):
                conversation = now
                return [Told(name: "chat", data: views.chat(now))]
            case .message(let message):
                if let conversation, !views.isShown(conversation) { return [] }
                if message.isFromCustomer { lastSaid = message }
                let told = Told(name: "message", data: views.message(message))
                // The first answer is what makes a transcript worth having.
                guard !message.isFromCustomer, let before = conversation, !before.isAnswered else { return [told] }
                conversation = ClientConversation(
                    id: before.id, isOpen: before.isOpen, updatedAt: before.updatedAt, agent: before.agent,
                    isAnswered: true)
                return [told, Told(name: "chat", data: views.chat(conversation))]
            case .indicator(.typing, let name):
                return [Told(name: "typing", data: .fields(["name": name.map { .text($0) } ?? .null]))]
            case .indicator(.seen, _):
                return lastSaid.map { [Told(name: "message", data: views.message($0, isRead: true))] } ?? []
            case .quiet: return []
            }
        }
    }
}
