import ConnectorKit
import GatewayModel
import HTTPTypes

/// What a page says besides messages: that the visitor writes, has got or read what we said, ends the conversation, or wants
/// it by mail.
struct SignalCall {
    private static let mostInAMinute = 240
    private static let mostTranscriptsInAMinute = 5
    /// So far back messages are looked for that a page has got or shown.
    private static let reach = 100

    private let calls: ChatCalls
    private let host: any ClientHost

    init(_ calls: ChatCalls) {
        self.calls = calls
        host = calls.host
    }

    func answer() async throws(ClientRefusal) -> ClientReply {
        let ticket = try calls.visitor()
        try host.limit("signals/\(ticket.visitor.value)", to: Self.mostInAMinute)
        switch calls.request.path.first {
        case "typing":
            let isTyping = try await calls.body()["isTyping"] == .bool(true)
            try await host.customerTypes(ticket.visitor, isTyping)
            return ChatCalls.nothing
        case "receipts":
            try await receipt(of: ticket)
            return ChatCalls.nothing
        case "end":
            try await host.end(with: ticket.visitor)
            return ChatCalls.nothing
        case "transcript": return try await transcript(of: ticket)
        default: throw ClientRefusal(.notFound, "not-found", "There is nothing at this address.")
        }
    }

    private func receipt(of ticket: VisitorTicket) async throws(ClientRefusal) {
        let body = try await calls.body()
        let status: DeliveryStatus
        switch body["status"]?.text {
        case "delivered": status = .delivered
        case "read": status = .read
        default: throw ClientRefusal.invalid("status", "it must be delivered or read.")
        }
        guard case .integer(let upTo)? = body["upTo"], upTo > 0 else {
            throw ClientRefusal.invalid("upTo", "it must be a time in milliseconds.")
        }
        let shown = try await host.conversation(with: ticket.visitor, messages: Self.reach)
        let events = (shown?.messages ?? []).compactMap { message -> PlatformEvent? in
            guard !message.isFromCustomer, message.createdAt.milliseconds <= upTo, message.status.mayBecome(status)
            else { return nil }
            let part = PartReference(message: message.id, number: 0)
            return PlatformEvent(
                key: EventKey(id: part.description), address: host.connection.address,
                content: .report(DeliveryReport(part: part, platformID: part.description, status: status)))
        }
        if !events.isEmpty { try await host.take(events) }
    }

    private func transcript(of ticket: VisitorTicket) async throws(ClientRefusal) -> ClientReply {
        guard calls.settings.mailsTranscripts else {
            throw ClientRefusal(.forbidden, "transcript-not-allowed", "Transcripts are not mailed from this chat.")
        }
        try host.limit("transcript/\(ticket.visitor.value)", to: Self.mostTranscriptsInAMinute)
        let body = try await calls.body()
        guard let email = body["email"]?.text else {
            throw ClientRefusal.invalid("email", "it must be an e-mail address.")
        }
        let language = body["language"]?.text.flatMap { ChatSettingsRule.isLanguage($0) ? $0 : nil }
        try await host.mailTranscript(to: email, in: language, of: ticket.visitor)
        return ClientReply(status: 202, headers: [.cacheControl: "no-store"])
    }
}
