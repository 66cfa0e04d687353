import ConnectorKit
import Foundation
import GRDB
import Gateway
import GatewayModel
import Synchronization
import Testing

@testable import Storage

@Suite("SQLite: no statement reads a whole table of many rows")
struct QueryPlanTests {
    /// The tables that grow with every message or customer.
    private static let large = [
        "message", "conversation", "outbox", "part", "attempt", "stop_entry", "seen_event", "event", "parked_report",
        "unrouted", "kept_answer", "call_trace", "waiting_delivery", "delivery", "media", "media_fetch", "customer",
        "user_account", "session", "password_link", "password_mail", "recovery_code",
        "blob", "blob_chunk", "loose_content",
        "notification", "notification_recipient", "spending", "last_word", "customer_name", "transcript_mail",
    ]

    @Test("Every operation, asked for its plan")
    func plans() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(path: folder.url.appending(path: "store.db").path, exclusively: true)
        let recorder = PlanRecorder()
        try await store.write { transaction in
            let sql = try #require((transaction as? SQLTransaction)?.sql)
            try Self.callEverything(
                SQLTransaction(RecordingConnection(inner: sql.connection, recorder: recorder), sql.memory))
        }
        let plans = recorder.plans.withLock { $0 }
        #expect(plans.count > 50)
        for (statement, plan) in plans {
            for line in plan {
                for table in Self.large where line == "SCAN \(table)" || line.hasPrefix("SCAN \(table) ") {
                    // The head of a list, read along its key.
                    let isBounded =
                        statement.contains("LIMIT") && statement.contains("ORDER BY")
                        && !plan.contains {
                            $0.contains("TEMP B-TREE")
                        }
                    #expect(isBounded, "\(line) in: \(statement)")
                }
            }
        }
        // Of those that are due, or open, a page is read along an index, and not sorted out of all of them.
        let paged = plans.filter {
            $0.key.contains("due_at <= $1 ORDER") || $0.key.contains("(address_kind, address) >")
        }
        #expect(paged.count >= 2)
        for (statement, plan) in paged {
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan) for: \(statement)")
        }
    }

    /// One call of each operation on a large table; what it finds does not matter. Left out are those
    /// that are asked when somebody removes a contact point or erases a customer: `hasHistory`, `logEntries`,
    /// `unroutedEvents(from:)`.
    private static func callEverything(_ transaction: SQLTransaction) throws {
        try callMessages(transaction)
        try callOutbox(transaction)
        try callWebhooks(transaction)
        try callTranscripts(transaction)
        for kind in RetainedKind.allCases {
            _ = try transaction.prune(kind, before: Samples.time(1), limit: 9)
        }
        for place in SealedPlace.allCases {
            _ = try transaction.sealed(in: place, after: 0, limit: 9)
            _ = try transaction.replace([1], with: [2], in: place, id: 1)
        }
        _ = try transaction.traces(of: ID(rawValue: 1), Page(after: nil, limit: 9))
        _ = try transaction.oldestEventPosition()
        _ = try transaction.newestEventPosition()
        _ = try transaction.eventCounts(after: 1)
        try transaction.append(Event(.gatewayRestored, at: Samples.time(1)), skipping: 10)
        try callHealth(transaction)
        try callSubscribers(transaction)
        try callMedia(transaction)
        try callCustomers(transaction)
        try callLastWords(transaction)
        try callCustomerNames(transaction)
        try callLogIns(transaction)
        try callBlobs(transaction)
        try callTimers(transaction)
        try callAvailability(transaction)
        try callNotifications(transaction)
        let contactPoint = Samples.sales
        _ = try transaction.stopEntry(for: Samples.address(1), at: contactPoint)
        try transaction.put(Samples.stopEntry(1))
        _ = try transaction.stopEntries(at: contactPoint, Page(after: nil, limit: 9))
        _ = try transaction.stopEntries(Page(after: nil, limit: 9))
        _ = try transaction.events(after: 0, limit: 9)
        try transaction.append(Event(.messageCreated, at: Samples.time(1)))
        _ = try transaction.auditEntries(AuditFilter(), Page(after: nil, limit: 9))
        let key = IdempotencyKey(principal: "p", route: "r", text: "t")
        _ = try transaction.answer(to: key)
        try transaction.keep(KeptAnswer(requestHash: [], status: 200, body: [], at: Samples.time(1)), to: key)
        try transaction.deleteAnswers(before: Samples.time(1))
    }

    private static func callNotifications(_ transaction: SQLTransaction) throws {
        let recipient = NotificationContractTests.recipient(0)
        let notification = NotificationContractTests.notification(1)
        try transaction.insert(notification, to: [recipient])
        try transaction.update(notification)
        _ = try transaction.notification(notification.id)
        _ = try transaction.notifications(of: Samples.sales, Page(after: nil, limit: 9))
        _ = try transaction.incompleteNotifications(limit: 9)
        _ = try transaction.recipients(of: notification.id, Page(after: nil, limit: 9))
        _ = try transaction.waitingRecipients(of: notification.id, limit: 9)
        try transaction.update(recipient, of: notification.id)
        _ = try transaction.recipientCounts(of: notification.id)
        _ = try transaction.notification(of: Samples.message(1))
        _ = try transaction.media(ofNotification: notification.id)
        _ = try transaction.refusals(of: Samples.address(0), Page(after: nil, limit: 9))
        try transaction.eraseRefusedRecipients(Samples.address(0))
        try transaction.endWaitForOpening(at: Samples.sales, now: Samples.time(1))
        _ = try transaction.unitsSpent(by: "a", on: 1)
        try transaction.spend(1, by: "a", on: 1)
        try transaction.spend(-1, by: "a", on: 1)
        _ = try transaction.daysOfSpending(by: "a", limit: 9)
        _ = try transaction.noteCapReached(by: "a", on: 1)
        try transaction.deleteSpending(by: "a", before: 1)
    }

    private static func callCustomers(_ transaction: SQLTransaction) throws {
        let customer = Samples.address(1)
        try transaction.put(Customer(address: customer, externalReference: "a"))
        _ = try transaction.customer(customer)
        _ = try transaction.customers(externalReference: "a", limit: 9)
        _ = try transaction.conversations(
            ConversationFilter(externalReference: "a"), Page(after: nil, limit: 9))
        _ = try transaction.conversations(of: customer, Page(after: nil, limit: 9))
        _ = try transaction.looseMessages(to: customer, Page(after: nil, limit: 9))
        _ = try transaction.stopEntries(of: customer)
        _ = try transaction.outboxEntries(to: customer)
        _ = try transaction.answers(after: nil, limit: 9)
        try transaction.forgetAnswer(to: IdempotencyKey(principal: "p", route: "r", text: "t"))
        try transaction.eraseStopEntry(of: customer, at: Samples.sales)
        try transaction.eraseUnrouted(ID(rawValue: 1))
        try transaction.erase(ID<Message>(rawValue: 1))
        try transaction.erase(ID<Conversation>(rawValue: 1))
    }

    private static func callLastWords(_ transaction: SQLTransaction) throws {
        let (customer, connection) = (Samples.address(1), ID<Connection>(rawValue: 1))
        try transaction.noteLastWord(of: customer, to: connection, at: Samples.time(1))
        _ = try transaction.lastWord(of: customer, to: connection)
        try transaction.eraseLastWords(of: customer)
        _ = try transaction.latestMessages(of: ID(rawValue: 1), limit: 9)
    }

    private static func callCustomerNames(_ transaction: SQLTransaction) throws {
        let (customer, connection) = (Samples.address(1), ID<Connection>(rawValue: 1))
        try transaction.wantName(of: customer, at: connection, due: Samples.time(1), unlessSaidSince: Samples.time(0))
        if let record = try transaction.nameRecord(of: customer) { try transaction.update(record) }
        _ = try transaction.dueNames(by: Samples.time(1), limit: 9)
        _ = try transaction.nextNameDue()
        try transaction.postponeNames(at: connection, until: Samples.time(1))
        try transaction.takeBackNames(at: Samples.time(1))
        try transaction.eraseNameOfNobody(customer)
        try transaction.eraseName(of: customer)
    }

    private static func callTranscripts(_ transaction: SQLTransaction) throws {
        _ = try transaction.wasAnswered(ID(rawValue: 1))
        _ = try transaction.transcriptMails(of: ID(rawValue: 1))
        _ = try transaction.transcriptMails(dueBy: Samples.time(1), limit: 9)
        _ = try transaction.transcriptRequests(at: Samples.sales, since: Samples.time(1))
        try transaction.eraseTranscriptMails(of: ID(rawValue: 1))
    }

    private static func callTimers(_ transaction: SQLTransaction) throws {
        _ = try transaction.conversationsDue(by: Samples.time(1), limit: 9)
        _ = try transaction.nextConversationDue()
        _ = try transaction.lastWord(in: ID(rawValue: 1))
        _ = try transaction.openConversations(
            at: Samples.sales, on: Samples.platform, Page(after: Samples.address(1), limit: 9))
        _ = try transaction.timers(governing: Samples.sales, Samples.platform)
    }

    private static func callAvailability(_ transaction: SQLTransaction) throws {
        _ = try transaction.availabilityRule(of: Samples.sales, on: Samples.platform)
        _ = try transaction.waitingConversations(at: Samples.sales)
        _ = try transaction.availableAgents(at: Samples.sales)
        try transaction.put(Agent(user: ID(rawValue: 1)))
        _ = try transaction.agent(ID(rawValue: 1))
        _ = try transaction.agentsOfSessions()
        _ = try transaction.openConversations(ownedBy: ID(rawValue: 1))
    }

    private static func callLogIns(_ transaction: SQLTransaction) throws {
        let user = ID<User>(rawValue: 1)
        _ = try transaction.user(email: "a")
        _ = try transaction.users(Page(after: nil, limit: 9))
        _ = try transaction.session(hash: [1])
        _ = try transaction.sessions(of: user)
        try transaction.setSeen(Samples.time(1), ID(rawValue: 1))
        try transaction.deleteSessions(of: user)
        _ = try transaction.passwordLink(hash: [1])
        _ = try transaction.passwordLinkCount(of: user, since: Samples.time(1))
        try transaction.deletePasswordLinks(of: user)
        _ = try transaction.passwordMails(dueBy: Samples.time(1), limit: 9)
        _ = try transaction.useRecoveryCode([1], of: user)
    }

    private static func callMedia(_ transaction: SQLTransaction) throws {
        let media = Media(id: ID(rawValue: 1), direction: .inbound, state: .pending, createdAt: Samples.time(1))
        try transaction.insert(media)
        try transaction.update(media)
        _ = try transaction.media(media.id)
        _ = try transaction.media(of: Samples.message(1))
        _ = try transaction.unusedUploads(below: media.id, limit: 9)
        let fetch = DueFetch(media: media.id, dueAt: Samples.time(1))
        try transaction.insert(fetch)
        try transaction.update(fetch)
        _ = try transaction.dueFetches(by: Samples.time(1), limit: 9)
        _ = try transaction.nextFetchDue()
        try transaction.deleteFetch(of: media.id)
        try transaction.deleteMedia(media.id)
        try transaction.deleteMedia(of: Samples.message(1))
        _ = try transaction.readyMedia(after: nil, limit: 9)
    }

    private static func callBlobs(_ transaction: SQLTransaction) throws {
        let (name, content) = (try #require(BlobName("a")), ID<BlobContent>(rawValue: 1))
        _ = try transaction.blobNames(after: nil, limit: 9)
        try transaction.insert(content)
        try transaction.insert([[1]], of: content, from: 0)
        try transaction.point(name, at: StoredBlob(content: content, byteCount: 1))
        _ = try transaction.blob(name)
        _ = try transaction.chunks(of: content, 0...1)
        _ = try transaction.deleteBlob(name)
        _ = try transaction.looseContents(below: content, limit: 9)
        _ = try transaction.remove(content, chunks: 9)
    }

    private static func callMessages(_ transaction: SQLTransaction) throws {
        let customer = Samples.address(1)
        try transaction.insert(Samples.connection())
        try transaction.insert(Samples.conversation(1))
        try transaction.update(Samples.conversation(1))
        _ = try transaction.conversation(ID(rawValue: 1))
        _ = try transaction.openConversation(of: customer, at: Samples.sales, on: Samples.platform)
        _ = try transaction.latestConversation(of: customer, at: Samples.sales, on: Samples.platform)
        _ = try transaction.conversations(
            ConversationFilter(contactPoint: Samples.sales, state: .new), Page(after: nil, limit: 9))
        try transaction.insert(Samples.message(1))
        _ = try transaction.message(ID(rawValue: 1))
        _ = try transaction.messages(of: ID(rawValue: 1), Page(after: nil, limit: 9))
        try transaction.setStatus(.sent, nil, of: ID(rawValue: 1), at: Samples.time(1))
        try transaction.setMark(.stop, of: ID(rawValue: 1))
        _ = try transaction.latestNotification(to: customer, at: Samples.sales)
    }

    private static func callOutbox(_ transaction: SQLTransaction) throws {
        let message = ID<Message>(rawValue: 1)
        try transaction.enqueue(Samples.entry(1), parts: [Part(text: "Hello")])
        try transaction.setAside(message)
        try transaction.putBack(message, dueAt: Samples.time(0))
        try transaction.update(Samples.entry(1))
        _ = try transaction.outboxEntry(message)
        _ = try transaction.lastInLane(of: Samples.address(1), at: Samples.sales, .notification)
        _ = try transaction.connectionsWithReadyMessages()
        _ = try transaction.readyEntries(on: Samples.connection, dueBy: Samples.time(9), limit: 9)
        _ = try transaction.nextDue(on: Samples.connection)
        _ = try transaction.leasedEntries(expiredBy: Samples.time(9), limit: 9)
        _ = try transaction.outboxEntries(to: Samples.address(1), at: Samples.sales)
        _ = try transaction.outboxEntries(on: Samples.connection)
        for part in try transaction.parts(of: message) { try transaction.update(part, of: message) }
        _ = try transaction.part(app: Samples.app, platformID: "A")
        let attempt = Attempt(
            id: ID(rawValue: 1), part: PartReference(message: message, number: 0), startedAt: Samples.time(1),
            isPossibleDuplicate: false)
        try transaction.insert(attempt)
        try transaction.update(attempt)
        _ = try transaction.attempts(of: message)
        _ = try transaction.paceMark(of: Samples.connection)
        try transaction.setPaceMark(1, of: Samples.connection)
        try transaction.finish(message)
    }

    private static func callHealth(_ transaction: SQLTransaction) throws {
        _ = try transaction.facts(of: Samples.connection(), at: Samples.time(1))
        _ = try transaction.connectionsDueForCheck(by: Samples.time(1), limit: 9)
        _ = try transaction.checklist(of: Samples.connection)
        try transaction.noteMissed(since: Samples.time(1), on: Samples.connection)
        _ = try transaction.missedPeriods()
        _ = try transaction.connectingSession(ID(rawValue: 1))
        _ = try transaction.addresses(on: Samples.platform)
        // That a key was claimed is asked for each message that is fetched.
        _ = try transaction.hasSeen(EventKey(id: "a"), of: Samples.app)
    }

    private static func callSubscribers(_ transaction: SQLTransaction) throws {
        let id = ID<Subscriber>(rawValue: 1)
        try transaction.enqueue(Samples.waiting(1, lane: "a"))
        try transaction.update(Samples.waiting(1, lane: "a"))
        _ = try transaction.readyDeliveries(of: id, dueBy: Samples.time(9), limit: 9)
        _ = try transaction.nextDelivery(of: id)
        _ = try transaction.waitingDeliveries(of: id, most: 9)
        try transaction.retryWaiting(of: id, at: Samples.time(1))
        try transaction.finish(Samples.waiting(1, lane: "a"))
        try transaction.dropWaiting(of: id, after: 1)
        try transaction.insert(Samples.delivery(1, .failed))
        _ = try transaction.deliveries(of: id, nil, Page(after: nil, limit: 9))
        _ = try transaction.deliveries(of: id, .failed, Page(after: nil, limit: 9))
        _ = try transaction.deleteDeliveries(before: Samples.time(1), limit: 9)
        try transaction.delete(id)
    }

    private static func callWebhooks(_ transaction: SQLTransaction) throws {
        _ = try transaction.claim(EventKey(id: "a"), of: Samples.app, at: Samples.time(1))
        _ = try transaction.quarantineSize(of: Samples.app)
        _ = try transaction.quarantinedRequests(Page(after: nil, limit: 9))
        _ = try transaction.unroutedEvents(Page(after: nil, limit: 9))
        let report = DeliveryReport(part: nil, platformID: "A", status: .sent)
        try transaction.park(ParkedReport(app: Samples.app, report: report, receivedAt: Samples.time(1)))
        _ = try transaction.unpark(app: Samples.app, platformID: "A")
        _ = try transaction.connection(Samples.platform, at: Samples.address(1))
        _ = try transaction.app(endpoint: "e")
        _ = try transaction.apiKey(hash: [1])
        _ = try transaction.holds(.user(ID(rawValue: 1)), .sendNotification, of: Samples.sales)
        _ = try transaction.holds(.service(ID(rawValue: 1)), .sendNotification, of: Samples.sales)
    }
}

/// The plans that SQLite made, by statement.
private final class PlanRecorder: Sendable {
    let plans = Mutex<[String: [String]]>([:])
}

/// Runs each statement, and asks for its plan.
private struct RecordingConnection: SQLConnection {
    let inner: any SQLConnection
    let recorder: PlanRecorder

    func run(_ statement: StaticString, _ values: [SQLValue]) throws {
        try record(statement)
        try inner.run(statement, values)
    }

    func changedRows(by statement: StaticString, _ values: [SQLValue]) throws -> Int {
        try record(statement)
        return try inner.changedRows(by: statement, values)
    }

    func each(
        _ statement: StaticString, _ values: [SQLValue], _ row: (any SQLRow) throws -> Void
    ) throws {
        try record(statement)
        try inner.each(statement, values, row)
    }

    func append(event columns: [SQLValue], skipping positions: Int64) throws {
        try inner.append(event: columns, skipping: positions)
    }

    func settleEvents() throws { try inner.settleEvents() }

    func isConnected(node: Int) throws -> Bool { try inner.isConnected(node: node) }

    private func record(_ statement: StaticString) throws {
        guard let connection = inner as? Storage.SQLiteConnection else { return }
        let explained = try connection.database.makeStatement(sql: "EXPLAIN QUERY PLAN " + SQLiteText.of(statement))
        explained.setUncheckedArguments(StatementArguments())
        let details = try String.fetchAll(explained, adapter: SuffixRowAdapter(fromIndex: 3))
        recorder.plans.withLock { $0[statement.description] = details }
    }
}
