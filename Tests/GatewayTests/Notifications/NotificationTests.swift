import ConnectorKit
import GatewayModel
import Logging
import Testing

@testable import Gateway

@Suite("Notifications to many")
struct NotificationTests {
    private static func numbers(_ range: Range<Int>) -> [String] { range.map { "+49155\($0)" } }

    @Test("Each recipient by itself, in the order given: accepted, stopped, unreadable, twice")
    func results() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.stop(Address(kind: .phone, value: "+4902"))
        let id = try await gateway.notify("News", toAll: ["+4901", "+4902", "nobody", "+4903", "+4901", "", "+4902"])
        let recipients = try await gateway.recipients(of: id)
        #expect(recipients.map(\.number) == Array(0..<7))
        #expect(recipients.map(\.given) == ["+4901", "+4902", "nobody", "+4903", "+4901", "", "+4902"])
        #expect(
            recipients.map { recipient in
                switch recipient.outcome {
                case .waiting: "waiting"
                case .accepted: "accepted"
                case .refused(let reason): reason.code
                }
            } == ["accepted", "stopList", "invalidRecipient", "accepted", "duplicate", "invalidRecipient", "duplicate"])
        try await gateway.drain()
        #expect(gateway.platform.sends.map(\.to).sorted() == ["+4901", "+4903"])
        #expect(try await gateway.store.read { try $0.recipientCounts(of: id) } == [.sent: 2, .refused: 5])
    }

    @Test("Nobody who could be written to is no error of the call")
    func nobody() async throws {
        let gateway = try await TestGateway.make()
        let id = try await gateway.notify("News", toAll: ["x", "y"])
        let notification = try #require(try await gateway.store.read { try $0.notification(id) })
        #expect(notification.isComplete)
        #expect(try await gateway.store.read { try $0.recipientCounts(of: id) } == [.refused: 2])
    }

    @Test(
        "What is wrong with the only recipient, or with the call, is the call's",
        arguments: [
            ("nobody", "Hello", "invalid"), ("+4902", "Hello", "stop-list"), ("+4901", "", "cannot-be-sent"),
        ])
    func refused(to: String, text: String, problem: String) async throws {
        let gateway = try await TestGateway.make()
        try await gateway.stop(Address(kind: .phone, value: "+4902"))
        let refusal = await #expect(throws: Refusal.self) { try await gateway.notify(text, to: to) }
        #expect(refusal?.code == problem)
        let left = try await gateway.store.read {
            try $0.notifications(of: TestGateway.sales, Page(after: nil, limit: 9))
        }
        #expect(left.isEmpty, "nothing of it is stored")
        if problem == "cannot-be-sent" {
            await #expect(throws: Refusal.self) { try await gateway.notify(text, toAll: [to, "+4903"]) }
        }
    }

    @Test("Who has an open conversation gets it there; the next reply of the others carries it")
    func conversations() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        let open = try #require(try await gateway.openConversation())
        let id = try await gateway.notify("News", toAll: [TestGateway.customer, "+4901"])
        let messages = try await gateway.messages(of: id)
        #expect(messages.map(\.conversation) == [open.id, nil])
        try await gateway.drain()
        try await gateway.customerWrites("Thanks", from: "+4901")
        let born = try #require(try await gateway.openConversation(of: Address(kind: .phone, value: "+4901")))
        #expect(born.answersNotification == messages[1].id)
        #expect(try await gateway.store.read { try $0.notification(of: messages[1].id) } == id)
    }

    @Test(
        "Many are taken in small transactions; one that dies in between is carried on, and nobody is written to twice")
    func crash() async throws {
        let gateway = try await TestGateway.make()
        let request = Notifications.Request(to: .list(Self.numbers(0..<250)), text: "News")
        let id = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.notifications.begin(request, at: TestGateway.sales, by: setup.agent, in: $0).id
        }
        #expect(try await gateway.messages(of: id).count == Notifications.batch)
        #expect(try await gateway.store.read { try $0.recipientCounts(of: id)[nil] } == 150)

        let next = try gateway.restarted()
        try await next.parts.notificationIntake.drain()
        try await next.parts.notificationIntake.finish(id)
        let messages = try await next.messages(of: id)
        #expect(messages.map(\.customer.value) == Self.numbers(0..<250))
        try await next.drain()
        #expect(next.platform.sends.count == 250)
        #expect(Set(next.platform.sends.map(\.to)).count == 250)
        #expect(try await next.store.read { try $0.incompleteNotifications(limit: 9) }.isEmpty)
    }

    @Test("A STOP that arrives while it is running stops whoever was not sent to, taken in or not")
    func stopWhileRunning() async throws {
        let gateway = try await TestGateway.make(Connections.Choices(pacing: Pacing(unitsPerSecond: 1, burst: 10)))
        let request = Notifications.Request(to: .list(Self.numbers(0..<150)), text: "News")
        let id = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.notifications.begin(request, at: TestGateway.sales, by: setup.agent, in: $0).id
        }
        try await gateway.drain()
        #expect(gateway.platform.sends.count == 10)
        for number in [5, 50, 120] { try await gateway.customerWrites("STOP", from: Self.numbers(0..<150)[number]) }
        try await gateway.parts.notificationIntake.finish(id)
        for _ in 0..<200 { try await gateway.wait(.seconds(1)) }
        let sent = gateway.platform.sends.filter { $0.text == "News" }.map(\.to)
        #expect(sent.contains(Self.numbers(0..<150)[5]), "it had left before")
        #expect(Set(sent) == Set(Self.numbers(0..<150)).subtracting(["+4915550", "+49155120"]))
        #expect(sent.count == 148)
        #expect(try await gateway.store.read { try $0.recipientCounts(of: id) } == [.sent: 148, .refused: 2])
    }

    @Test("All carry the same files; the last recipient who is erased takes them along")
    func files() async throws {
        let gateway = try await TestGateway.make()
        let file = try await gateway.upload(MediaFetcherTests.png)
        let request = Notifications.Request(to: .list(["+4901", "+4902"]), text: "Look", media: [file.id])
        let id = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.notifications.begin(request, at: TestGateway.sales, by: setup.agent, in: $0).id
        }
        try await gateway.drain()
        let pictures = gateway.platform.sends.filter { !$0.media.isEmpty }
        #expect(pictures.map(\.to).sorted() == ["+4901", "+4902"])
        #expect(pictures.allSatisfy { $0.media[0].contains(file.id.description) })
        // Not an upload that nobody sent, and not to be sent once more.
        gateway.pass(.seconds(3 * 24 * 3600))
        try await gateway.parts.mediaCleanUp.drain()
        try await gateway.customerWrites("Hello")
        await #expect(throws: Refusal.self) { try await gateway.reply(media: [file.id]) }

        for (customer, isLeft) in [("+4901", true), ("+4902", false)] {
            let report = try await gateway.parts.erasure.erase(
                Address(kind: .phone, value: customer), by: "somebody")
            #expect(report.erased.files == (isLeft ? 0 : 1))
            let (notification, media) = try await gateway.store.read {
                try ($0.notification(id), $0.media(file.id))
            }
            #expect((notification != nil) == isLeft)
            #expect((media != nil) == isLeft)
        }
        #expect(try await gateway.parts.blobs.names(after: nil, limit: 9).isEmpty)
    }

    @Test("Whoever was refused is exported and erased, too; what was told to others stays")
    func refusedAndErased() async throws {
        let gateway = try await TestGateway.make()
        let customer = Address(kind: .phone, value: "+4901")
        try await gateway.stop(customer)
        let alone = try await gateway.notify("For you alone", toAll: ["+4901"])
        let many = try await gateway.notify("For all", toAll: ["+4901", "+4902", "+4901"])
        let found = try await gateway.store.read { try $0.refusals(of: customer, Page(after: nil, limit: 9)) }
        #expect(found.map(\.notification) == [alone, many, many])
        _ = try await gateway.parts.erasure.erase(customer, by: "somebody")
        let (first, second) = try await gateway.store.read { try ($0.notification(alone), $0.notification(many)) }
        #expect(first == nil)
        #expect(second != nil)
        #expect(try await gateway.recipients(of: many).map(\.given) == ["+4902"])
    }

    @Test("What a backup knew of only in part is not carried on after a restore")
    func restored() async throws {
        let gateway = try await TestGateway.make()
        let request = Notifications.Request(to: .list(Self.numbers(0..<150)), text: "News")
        let id = try await gateway.store.write { [parts = gateway.parts, setup = gateway.setup] in
            try parts.notifications.begin(request, at: TestGateway.sales, by: setup.agent, in: $0).id
        }
        _ = try await gateway.store.write { [surroundings = gateway.parts.surroundings] in
            try Restoration(surroundings).settle(takenAt: surroundings.clock.now, by: "test", in: $0)
        }
        try await gateway.parts.notificationIntake.drain()
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
        #expect(try await gateway.store.read { try $0.recipientCounts(of: id) } == [.held: 100, .refused: 50])
    }

    @Test("Pruned with its recipients, once they are old")
    func pruned() async throws {
        let gateway = try await TestGateway.make()
        let old = try await gateway.notify("Old", toAll: Self.numbers(0..<250) + ["nobody"])
        try await gateway.drain()
        gateway.pass(.seconds(40 * 24 * 3600))
        let young = try await gateway.notify("Young", toAll: ["+4901"])
        try await gateway.drain()
        var rule = RetentionRule()
        rule[.notifications] = RetentionRule.days(30)
        let pruner = Pruner(
            gateway.parts.surroundings, store: gateway.store, rule: rule, logger: Logger(label: "test"))
        try await pruner.drain()
        let (gone, left) = try await gateway.store.read { try ($0.notification(old), $0.notification(young)) }
        #expect(gone == nil)
        #expect(left != nil)
        #expect(try await gateway.recipients(of: old).isEmpty)
        #expect(try await gateway.recipients(of: young).count == 1)
    }
}
