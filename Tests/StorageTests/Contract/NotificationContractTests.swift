import Gateway
import GatewayModel
import Testing

@Suite("Store: notifications and their recipients")
struct NotificationContractTests {
    static func notification(_ number: Int64, of count: Int = 3, isComplete: Bool = false) -> Notification {
        Notification(
            id: ID(rawValue: number), contactPoint: Samples.sales, platform: Samples.platform,
            connection: number % 2 == 0 ? Samples.connection : nil, author: "somebody", text: "News \(number)",
            recipientCount: count, units: 2, createdAt: Samples.time(number), isComplete: isComplete)
    }

    static func recipient(
        _ number: Int, _ outcome: NotificationRecipient.Outcome = .waiting
    ) -> NotificationRecipient {
        NotificationRecipient(
            number: number, given: "typed \(number)", address: Samples.address(number), outcome: outcome)
    }

    private static let refusal = StatusReason(code: "c", platformCode: "p", explanation: "e")

    @Test("They come back as they were, newest first", arguments: StoreUnderTest.all)
    func notifications(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...5 as ClosedRange<Int64> { try transaction.insert(Self.notification(number), to: []) }
        }
        let first = try await store.read { try $0.notifications(of: Samples.sales, Page(after: nil, limit: 3)) }
        #expect(first == [5, 4, 3].map { Self.notification($0) })
        let rest = try await store.read { try $0.notifications(of: Samples.sales, Page(after: first[2].id, limit: 3)) }
        #expect(rest == [2, 1].map { Self.notification($0) })
        #expect(try await store.read { try $0.notifications(of: Samples.service, Page(after: nil, limit: 3)) } == [])

        var changed = Self.notification(2)
        changed.canceledAt = Samples.time(99)
        changed.isComplete = true
        try await store.write { [changed] in try $0.update(changed) }
        #expect(try await store.read { try $0.notification(ID(rawValue: 2)) } == changed)
        #expect(try await store.read { try $0.incompleteNotifications(limit: 3).map(\.rawValue) } == [1, 3, 4])
    }

    @Test("Recipients in the order given; those that wait, those that were dealt with", arguments: StoreUnderTest.all)
    func recipients(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let given =
            (0..<12).map { Self.recipient($0) }
            + [NotificationRecipient(number: 12, given: "?", address: nil, outcome: .refused(Self.refusal))]
        try await store.write { transaction in
            try transaction.insert(Self.notification(1), to: given)
            try transaction.insert(Self.notification(2), to: [Self.recipient(0)])
        }
        let id = ID<Notification>(rawValue: 1)
        #expect(try await store.read { try $0.recipients(of: id, Page(after: nil, limit: 99)) } == given)
        #expect(try await store.read { try $0.recipients(of: id, Page(after: 9, limit: 2)) } == Array(given[10...11]))
        try await store.write { transaction in
            try transaction.update(Self.recipient(0, .accepted(ID(rawValue: 100))), of: id)
            try transaction.update(Self.recipient(2, .refused(Self.refusal)), of: id)
        }
        let waiting = try await store.read { try $0.waitingRecipients(of: id, limit: 3) }
        #expect(waiting.map(\.number) == [1, 3, 4])
        let found = try await store.read { try $0.recipients(of: id, Page(after: nil, limit: 3)) }
        #expect(found.map(\.outcome) == [.accepted(ID(rawValue: 100)), .waiting, .refused(Self.refusal)])
        #expect(try await store.read { try $0.notification(of: ID(rawValue: 100)) } == id)
        #expect(try await store.read { try $0.notification(of: ID(rawValue: 101)) } == nil)
    }

    @Test("Counted by the status of their messages", arguments: StoreUnderTest.all)
    func counts(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let id = ID<Notification>(rawValue: 1)
        try await store.write { transaction in
            try transaction.insert(Self.notification(1), to: (0..<6).map { Self.recipient($0) })
            for (number, status) in [(10, .sent), (11, .refused), (12, .sent)] as [(Int64, DeliveryStatus)] {
                try transaction.insert(Samples.message(number, in: nil, .notification, status))
                try transaction.update(Self.recipient(Int(number) - 10, .accepted(ID(rawValue: number))), of: id)
            }
            try transaction.update(Self.recipient(3, .refused(Self.refusal)), of: id)
        }
        #expect(try await store.read { try $0.recipientCounts(of: id) } == [.sent: 2, .refused: 2, nil: 2])
        #expect(try await store.read { try $0.recipientCounts(of: ID(rawValue: 2)) } == [:])
    }

    @Test(
        "Whoever is erased is no recipient any more; the last takes the notification along",
        arguments: StoreUnderTest.all)
    func erased(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let id = ID<Notification>(rawValue: 1)
        try await store.write { transaction in
            try transaction.insert(Self.notification(1), to: (0..<3).map { Self.recipient($0) })
            try transaction.insert(Samples.message(10, in: nil, .notification))
            try transaction.update(Self.recipient(0, .accepted(ID(rawValue: 10))), of: id)
            try transaction.update(Self.recipient(1, .refused(Self.refusal)), of: id)
            try transaction.update(Self.recipient(2, .refused(Self.refusal)), of: id)
            let refused = try transaction.refusals(of: Samples.address(1), Page(after: nil, limit: 9))
            #expect(refused.map(\.notification) == [id])
            #expect(refused.map(\.recipient) == [Self.recipient(1, .refused(Self.refusal))])
            #expect(try transaction.refusals(of: Samples.address(0), Page(after: nil, limit: 9)).isEmpty)
            #expect(
                try transaction.refusals(of: Samples.address(1), Page(after: refused[0].place, limit: 9)).isEmpty)
            try transaction.eraseRefusedRecipients(Samples.address(0))
            try transaction.eraseRefusedRecipients(Samples.address(1))
            try transaction.erase(ID<Message>(rawValue: 10))
        }
        #expect(
            try await store.read { try $0.recipients(of: id, Page(after: nil, limit: 9)).map(\.number) } == [2])
        #expect(try await store.read { try $0.notification(id) } != nil)
        try await store.write { try $0.eraseRefusedRecipients(Samples.address(2)) }
        #expect(try await store.read { try $0.notification(id) } == nil)
    }
}
