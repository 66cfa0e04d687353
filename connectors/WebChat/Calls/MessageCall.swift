import ConnectorKit
import GatewayModel

/// A visitor says something. The id is the page's own: whoever is not sure says it again, and it is there once.
struct MessageCall {
    private static let mostContext = 20

    private let calls: ChatCalls
    private let host: any ClientHost

    init(_ calls: ChatCalls) {
        self.calls = calls
        host = calls.host
    }

    func answer() async throws(ClientRefusal) -> ClientReply {
        let ticket = try calls.visitor()
        try calls.requireOn()
        let body = try await calls.body()
        guard let id = body["id"]?.text, id.wholeMatch(of: /[A-Za-z0-9_-]{8,64}/) != nil else {
            throw ClientRefusal.invalid("id", "it must be a UUID of the page's own.")
        }
        try host.limit("messages/\(ticket.visitor.value)", to: calls.settings.messagesPerMinute)
        var text = try text(of: body)
        let files = try FileCall.ids(in: body, of: ticket, host)
        var details = [ChatViews.clientIDDetail: id, "site": ticket.site]
        let answers = try await answers(in: body, of: ticket)
        text = text ?? answers?.firstMessage
        guard text != nil || !files.isEmpty else {
            throw ClientRefusal.invalid("text", "there is nothing in the message.")
        }
        for (name, value) in answers?.values ?? [:] { details["form.\(name)"] = value }
        for (name, value) in try context(of: body) { details["context.\(name)"] = value }
        details["identity.email"] = ticket.identity?.email
        let event = PlatformEvent(
            key: EventKey(id: "\(host.connection.address.value)/\(ticket.visitor.value)/\(id)"),
            address: host.connection.address,
            content: .message(
                InboundMessage(
                    from: ticket.visitor, text: text, files: files,
                    name: ticket.identity?.name.flatMap { CustomerName($0) } ?? answers?.name, details: details)))
        try await host.take([event])
        return ChatCalls.json(["id": .text(id)])
    }

    private func text(of body: JSONTree) throws(ClientRefusal) -> String? {
        guard let given = body["text"], given != .null else { return nil }
        guard let text = given.text else { throw ClientRefusal.invalid("text", "it must be a text.") }
        guard text.utf16.count <= ChatSettings.mostTextLength else {
            throw ClientRefusal.invalid("text", "it has more than \(ChatSettings.mostTextLength) characters.")
        }
        return text.allSatisfy(\.isWhitespace) ? nil : text
    }

    /// Asked for with the first message of a conversation only.
    private func answers(
        in body: JSONTree, of ticket: VisitorTicket
    ) async throws(ClientRefusal) -> WelcomeForm.Answers? {
        let form = calls.settings.form
        let declared = body["declaredForm"]
        if body["form"] == nil, form.asksNothing(declared: declared) { return nil }
        if try await host.conversation(with: ticket.visitor, messages: 0)?.isOpen == true { return nil }
        return try form.answers(body["form"] ?? .fields([:]), declared: declared)
    }

    /// What the page's script tells of where the visitor is.
    private func context(of body: JSONTree) throws(ClientRefusal) -> [String: String] {
        guard let context = body["context"], context != .null else { return [:] }
        var check = DocumentCheck()
        guard case .fields(let fields) = context, fields.count <= Self.mostContext else {
            throw ClientRefusal.invalid("context", "it must be an object of at most \(Self.mostContext) texts.")
        }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            if !(1...80).contains(name.utf16.count) { check.fault("context", "a name has at most 80 characters.") }
            check.text(value, "context.\(name.prefix(80))", 0...500)
        }
        try check.finish()
        return fields.compactMapValues(\.text)
    }
}

/// Whether the answers of a form would be taken.
struct FormCall {
    let calls: ChatCalls

    init(_ calls: ChatCalls) {
        self.calls = calls
    }

    func answer() async throws(ClientRefusal) -> ClientReply {
        _ = try calls.visitor()
        let body = try await calls.body()
        _ = try calls.settings.form.answers(body["form"] ?? .fields([:]), declared: body["declaredForm"])
        return ChatCalls.nothing
    }
}
