import ConnectorTestKit
import Gateway
import GatewayModel
import Testing

/// What people and systems of ours do, and what they can see.
extension TestGateway {
    @discardableResult
    func reply(to conversation: ID<Conversation>? = nil, _ text: String) async throws -> Message {
        let id = if let conversation { conversation } else { try #require(try await openConversation()).id }
        return try await store.write { [parts, setup] in
            try parts.outbound.reply(to: id, text: text, by: setup.agent, in: $0)
        }
    }

    @discardableResult
    func start(
        _ text: String, to: String = customer, from: String? = nil, at contactPoint: ContactPointID = sales,
        by principal: Principal? = nil
    ) async throws -> (conversation: Conversation, message: Message, isNew: Bool) {
        let request = OutboundFlow.Request(platform: nil, to: to, from: from, text: text)
        return try await store.write { [parts, setup] in
            let started = try parts.outbound.start(request, at: contactPoint, by: principal ?? setup.agent, in: $0)
            return (started.conversation, started.message, started.isNew)
        }
    }

    @discardableResult
    func notify(
        _ text: String, to: String = customer, from: String? = nil, at contactPoint: ContactPointID = sales,
        by principal: Principal? = nil
    ) async throws -> Message {
        let request = Notifications.Request(to: .one(to), from: from, text: text)
        return try await store.write { [parts, setup] transaction in
            let id = try parts.notifications.begin(
                request, at: contactPoint, by: principal ?? setup.agent, in: transaction
            ).id
            return try #require(try transaction.messages(of: id).first)
        }
    }

    /// To many, until each is accepted or refused.
    @discardableResult
    func notify(
        _ text: String, toAll recipients: [String], at contactPoint: ContactPointID = sales,
        by principal: Principal? = nil
    ) async throws -> ID<Notification> {
        let request = Notifications.Request(to: .list(recipients), text: text)
        let id = try await store.write { [parts, setup] in
            try parts.notifications.begin(request, at: contactPoint, by: principal ?? setup.agent, in: $0).id
        }
        try await parts.notificationIntake.finish(id)
        return id
    }

    func recipients(of id: ID<Notification>) async throws -> [NotificationRecipient] {
        try await store.read { try $0.recipients(of: id, Page(after: nil, limit: 1000)) }
    }

    func messages(of id: ID<Notification>) async throws -> [Message] {
        try await store.read { try $0.messages(of: id) }
    }

    func close(_ id: ID<Conversation>) async throws {
        _ = try await store.write { [parts, setup] in try parts.conversations.close(id, by: setup.agent, in: $0) }
    }

    func stop(_ customer: Address = customerAddress, at contactPoint: ContactPointID = sales) async throws {
        _ = try await store.write { [parts] in
            try parts.stopList.stop(customer, at: contactPoint, source: .administrator, actor: "test", in: $0)
        }
    }

    func drain() async throws { try await parts.worker.drain() }

    /// Time goes by, and nothing happens.
    func pass(_ duration: Duration) { clock.advance(by: duration) }

    /// Time goes by, and whatever has become due leaves.
    func wait(_ duration: Duration) async throws {
        pass(duration)
        try await drain()
    }

    func update(secret: String) async throws {
        _ = try await store.write { [parts, setup] in
            try parts.apps.update(setup.app.id, label: nil, settings: ["secret": secret], by: "test", in: $0)
        }
        parts.apps.changed()
    }
}

extension StoreTransaction {
    /// In the order of the recipients.
    func messages(of id: ID<Notification>) throws -> [Message] {
        try recipients(of: id, Page(after: nil, limit: 1000)).compactMap { recipient -> Message? in
            guard case .accepted(let message) = recipient.outcome else { return nil }
            return try self.message(message)
        }
    }
}

extension TestGateway {
    func openConversation(
        of customer: Address = customerAddress, at contactPoint: ContactPointID = sales
    ) async throws -> Conversation? {
        try await store.read {
            try $0.openConversation(of: customer, at: contactPoint, on: Platform(rawValue: "test"))
        }
    }

    func conversations(at contactPoint: ContactPointID? = sales) async throws -> [Conversation] {
        try await store.read {
            try $0.conversations(ConversationFilter(contactPoint: contactPoint), Page(after: nil, limit: 1000))
        }
    }

    /// Everything that was said, from the oldest conversation to the newest.
    func transcript(at contactPoint: ContactPointID = sales) async throws -> [Message] {
        try await store.read { transaction in
            try transaction.conversations(ConversationFilter(contactPoint: contactPoint), Page(after: nil, limit: 1000))
                .reversed()
                .flatMap { try transaction.messages(of: $0.id, Page(after: nil, limit: 1000)) }
        }
    }

    func message(_ id: ID<Message>) async throws -> Message {
        try #require(try await store.read { try $0.message(id) })
    }

    func status(_ message: Message) async throws -> DeliveryStatus { try await self.message(message.id).status }

    func attempts(_ message: Message) async throws -> [Attempt] {
        try await store.read { try $0.attempts(of: message.id) }
    }

    func outboxEntry(_ message: Message) async throws -> OutboxEntry? {
        try await store.read { try $0.outboxEntry(message.id) }
    }

    func stopEntry(
        _ customer: Address = customerAddress, at contactPoint: ContactPointID = sales
    ) async throws -> StopEntry? {
        try await store.read { try $0.stopEntry(for: customer, at: contactPoint) }
    }

    func isStopped(
        _ customer: Address = customerAddress, at contactPoint: ContactPointID = sales
    ) async throws -> Bool {
        try await stopEntry(customer, at: contactPoint)?.isStopped == true
    }

    func connection(_ id: ID<Connection>? = nil) async throws -> Connection {
        let id = id ?? setup.salesConnection
        return try #require(try await store.read { try $0.connection(id) })
    }

    func events(_ kind: Event.Kind) async throws -> [Event] {
        try await store.read { try $0.events(after: 0, limit: 10_000).map(\.event).filter { $0.kind == kind } }
    }

    func auditEntries() async throws -> [AuditEntry] {
        try await store.read { try $0.auditEntries(AuditFilter(), Page(after: nil, limit: 10_000)).map(\.entry) }
    }
}
