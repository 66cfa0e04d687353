import ConnectorKit
import Foundation
public import GatewayModel

/// Removes whatever is stored of one customer, and says exactly what is left.
///
/// What waits to be sent is withdrawn first. Then message by message, in small transactions, so that nobody else's
/// message waits for it. A crash in the middle leaves a customer who is erased in part; to erase once more does the
/// rest.
public struct Erasure: Sendable {
    private static let batch = 200

    private let surroundings: Surroundings
    private let store: any Store
    private let blobs: any Blobs
    private let quarantine: Quarantine
    private let retention: RetentionRule

    init(
        _ surroundings: Surroundings, store: any Store, blobs: any Blobs, quarantine: Quarantine,
        retention: RetentionRule
    ) {
        self.surroundings = surroundings
        self.store = store
        self.blobs = blobs
        self.quarantine = quarantine
        self.retention = retention
    }

    public func erase(_ customer: Address, by actor: String) async throws -> ErasureReport {
        var report = ErasureReport(id: surroundings.ids.next(), at: surroundings.clock.now)
        report.erased = try await store.write { [id = report.id] in
            try begin(customer, id, by: actor, in: $0)
        }
        let traces = try await eraseConversations(of: customer, &report.erased)
        try await eraseLooseMessages(to: customer, &report.erased)
        try await eraseUnrouted(from: customer, &report.erased)
        try await eraseKeptAnswers(about: customer, &report.erased)
        report.erased.quarantined = try await quarantine.delete(naming: customer)
        // Looks at all of the log: nobody may wait for that.
        let log = try await store.read { try $0.logEntries(naming: customer) }
        let (id, erased) = (report.id, report.erased)
        report.remains = try await store.write { transaction in
            let remains = try remainder(of: customer, log, traces, in: transaction)
            try finish(id, erased, remains, by: actor, in: transaction)
            return remains
        }
        return report
    }

    /// Withdraws what waits, and takes away what is kept under the customer's own address.
    private func begin(
        _ customer: Address, _ id: ID<ErasureReport>, by actor: String, in transaction: any StoreTransaction
    ) throws -> ErasureReport.Erased {
        try transaction.append(
            AuditEntry(at: surroundings.clock.now, actor: actor, action: "customer.erase", subject: "erasure/\(id)"))
        for entry in try transaction.outboxEntries(to: customer) where try !isUnderWay(entry, in: transaction) {
            try Progress(surroundings).refuse(entry, because: Self.reason, in: transaction)
        }
        try transaction.eraseRefusedRecipients(customer)
        try transaction.eraseLastWords(of: customer)
        var erased = ErasureReport.Erased()
        if let known = try transaction.customer(customer) {
            try transaction.put(Customer(address: customer))
            erased.references = known.externalReference == nil ? 0 : 1
            erased.names = known.name == nil ? 0 : 1
        }
        // Also what is still to be asked for: the answer then finds nobody.
        try transaction.eraseName(of: customer)
        for entry in try transaction.stopEntries(of: customer) where !entry.isStopped {
            try transaction.eraseStopEntry(of: customer, at: entry.contactPoint)
            erased.liftedStops += 1
        }
        return erased
    }

    private static let reason = StatusReason(code: "erased", explanation: "The customer was erased.")

    /// A worker has it, or it may have arrived: what the platform says of it must find it.
    private func isUnderWay(_ entry: OutboxEntry, in transaction: any StoreTransaction) throws -> Bool {
        if entry.state == .leased { return true }
        return try transaction.parts(of: entry.message).contains { $0.state == .sending || $0.state == .unknown }
    }

    /// Where something went that cannot be called back.
    private struct Traces: Sendable {
        var platforms: Set<Platform> = []
        var mailedTranscripts = 0
    }

    private func eraseConversations(
        of customer: Address, _ erased: inout ErasureReport.Erased
    ) async throws -> Traces {
        var traces = Traces()
        var last: ID<Conversation>?
        while let conversation = try await store.read({ [last] in
            try $0.conversations(of: customer, Page(after: last, limit: 1)).first
        }) {
            last = conversation.id
            traces.platforms.insert(conversation.platform)
            let transcripts = try await eraseTranscripts(of: conversation.id)
            erased.transcripts += transcripts.count
            traces.mailedTranscripts += transcripts.count { $0.state == .mailed }
            try await eraseMessages(&erased) { try $0.messages(of: conversation.id, $1) }
            let isGone = try await store.write { transaction in
                guard try transaction.messages(of: conversation.id, Page(after: nil, limit: 1)).isEmpty else {
                    return false
                }
                try transaction.erase(conversation.id)
                try transaction.append(
                    Event(
                        .conversationErased, at: surroundings.clock.now, contactPoint: conversation.contactPoint,
                        conversation: conversation.id, value: conversation.id.description))
                return true
            }
            if isGone { erased.conversations += 1 }
        }
        return traces
    }

    /// Before the messages: none is mailed of which a part is gone.
    private func eraseTranscripts(of conversation: ID<Conversation>) async throws -> [TranscriptMail] {
        let found = try await store.read { try $0.transcriptMails(of: conversation) }
        if !found.isEmpty { try await store.write { try $0.eraseTranscriptMails(of: conversation) } }
        return found
    }

    private func eraseLooseMessages(to customer: Address, _ erased: inout ErasureReport.Erased) async throws {
        try await eraseMessages(&erased, tellingOfEach: true) { try $0.looseMessages(to: customer, $1) }
    }

    private func eraseMessages(
        _ erased: inout ErasureReport.Erased, tellingOfEach: Bool = false,
        _ page: @escaping @Sendable (any StoreTransaction, Page<ID<Message>>) throws -> [Message]
    ) async throws {
        var last: ID<Message>?
        while true {
            let (end, messages, files) = try await store.write { [last] transaction in
                let found = try page(transaction, Page(after: last, limit: Self.batch))
                let free = try found.filter { try transaction.outboxEntry($0.id) == nil }
                let files = try free.flatMap { try filesOfNobodyElse($0.id, in: transaction) }
                for message in free {
                    try transaction.erase(message.id)
                    guard tellingOfEach else { continue }
                    try transaction.append(
                        Event(
                            .messageErased, at: surroundings.clock.now, contactPoint: message.contactPoint,
                            message: message.id, value: message.id.description))
                }
                return (found.last?.id, free.count, files)
            }
            // After the rows: bytes that no row tells of are removed by the clean-up if this is cut off.
            for file in files { try await blobs.delete(file.id.blobName) }
            erased.messages += messages
            erased.files += files.count
            guard let end else { return }
            last = end
        }
    }

    /// A file that went to others, too, is not this customer's alone, and stays.
    private func filesOfNobodyElse(_ message: ID<Message>, in transaction: any StoreTransaction) throws -> [Media] {
        let own = try transaction.media(of: message)
        guard let notification = try transaction.notification(of: message),
            try transaction.recipients(of: notification, Page(after: nil, limit: 2)).count == 1
        else { return own }
        return own + (try transaction.media(ofNotification: notification))
    }

    private func eraseUnrouted(from customer: Address, _ erased: inout ErasureReport.Erased) async throws {
        let found = try await store.read { try $0.unroutedEvents(from: customer).map(\.id) }
        guard !found.isEmpty else { return }
        try await store.write { transaction in
            for id in found { try transaction.eraseUnrouted(id) }
        }
        erased.unrouted = found.count
    }

    /// The key stays: a repetition of the request must not send once more.
    private func eraseKeptAnswers(about customer: Address, _ erased: inout ErasureReport.Erased) async throws {
        let name = Data("\"\(customer.value)\"".utf8)
        var last: IdempotencyKey?
        while true {
            let page = try await store.read { [last] in try $0.answers(after: last, limit: Self.batch) }
            guard let end = page.last else { return }
            last = end.key
            let found = page.filter { Data($0.answer.body).range(of: name) != nil }.map(\.key)
            guard !found.isEmpty else { continue }
            try await store.write { transaction in
                for key in found { try transaction.forgetAnswer(to: key) }
            }
            erased.keptAnswers += found.count
        }
    }

    private func remainder(
        of customer: Address, _ log: (events: Int, audit: Int), _ traces: Traces,
        in transaction: any StoreTransaction
    ) throws -> [ErasureReport.Remainder] {
        let now = surroundings.clock.now
        let counted: [(what: ErasureReport.What, count: Int, until: Timestamp?)] = [
            (.messagesUnderWay, try transaction.outboxEntries(to: customer).count, nil),
            (.stopList, try transaction.stopEntries(of: customer).count { $0.isStopped }, nil),
            (.events, log.events, retention[.events].map { now + $0 }),
            (.audit, log.audit, retention[.audit].map { now + $0 }),
            (.subscribers, try transaction.subscribers().count, nil),
            (.mailedTranscripts, traces.mailedTranscripts, nil),
            (.platforms, traces.platforms.count, nil),
        ]
        return counted.filter { $0.count > 0 }.map {
            ErasureReport.Remainder($0.what, count: $0.count, until: $0.until)
        }
            + [ErasureReport.Remainder(.backups)]
    }

    private func finish(
        _ id: ID<ErasureReport>, _ erased: ErasureReport.Erased, _ remains: [ErasureReport.Remainder],
        by actor: String, in transaction: any StoreTransaction
    ) throws {
        let left = remains.map { "\($0.what.rawValue)\($0.count.map { " \($0)" } ?? "")" }.joined(separator: ", ")
        let now = surroundings.clock.now
        try transaction.append(
            AuditEntry(
                at: now, actor: actor, action: "customer.erased", subject: "erasure/\(id)",
                after: """
                    \(erased.conversations) conversations, \(erased.messages) messages, \(erased.files) files; \
                    left: \(left)
                    """))
        try transaction.append(Event(.customerErased, at: now, value: id.description))
    }
}
