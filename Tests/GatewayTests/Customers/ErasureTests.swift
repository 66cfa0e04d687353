import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import Signing
import Testing

@testable import Gateway

@Suite("Erasure of one customer: what goes, what stays, and what is said of it")
struct ErasureTests {
    private let other = "+49155501"

    private func erase(_ gateway: TestGateway) async throws -> ErasureReport {
        try await gateway.parts.erasure.erase(TestGateway.customerAddress, by: "somebody")
    }

    private func remains(_ report: ErasureReport) -> [ErasureReport.What: Int?] {
        Dictionary(uniqueKeysWithValues: report.remains.map { ($0.what, $0.count) })
    }

    @Test("Every conversation goes with its messages, parts, attempts and files; another customer's stay")
    func everything() async throws {
        let gateway = try await TestGateway.make()
        gateway.platform.giving(MediaFetcherTests.file(MediaFetcherTests.png))
        try await gateway.deliver([
            TestWire(
                id: UUID().uuidString, to: TestGateway.salesNumber, from: TestGateway.customer, text: "A picture",
                media: ["https://platform.test/files/1"])
        ])
        try await gateway.parts.mediaFetcher.drain()
        let reply = try await gateway.reply("Nice")
        try await gateway.drain()
        try await gateway.close(try #require(try await gateway.openConversation()).id)
        try await gateway.customerWrites("Once more")
        try await gateway.customerWrites("At another desk", to: TestGateway.serviceNumber)
        try await gateway.customerWrites("I am somebody else", from: other)

        let report = try await erase(gateway)
        #expect(report.erased.conversations == 3)
        #expect(report.erased.messages == 4)
        #expect(report.erased.files == 1)
        #expect(try await gateway.conversations(at: nil).map(\.customer.value) == [other])
        #expect(try await gateway.transcript().map(\.text) == ["I am somebody else"])
        let left = try await gateway.store.read { transaction in
            try (transaction.message(reply.id), transaction.parts(of: reply.id), transaction.attempts(of: reply.id))
        }
        #expect(left.0 == nil && left.1.isEmpty && left.2.isEmpty)
        #expect(try await gateway.parts.blobs.names(after: nil, limit: 9).isEmpty)
        #expect(remains(report) == [.platforms: 1, .backups: nil])
        #expect(try await gateway.events(.conversationErased).count == 3)
    }

    @Test("What waits to be sent is withdrawn and never leaves; a notification goes, too, and is told of")
    func withdrawn() async throws {
        let gateway = try await TestGateway.make()
        let notification = try await gateway.notify("Waits")
        let report = try await erase(gateway)
        #expect(report.erased.messages == 1)
        #expect(try await gateway.messagesOnOutbox() == 0)
        try await gateway.wait(.seconds(60))
        #expect(gateway.platform.texts.isEmpty)
        #expect(try await gateway.events(.messageErased).map(\.value) == [notification.id.description])
    }

    @Test("What is under way stays until it is settled, with its conversation; erased again, it goes")
    func underWay() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.reply("First")
        gateway.platform.answer(.cutOff)
        try await gateway.drain()
        let first = try await erase(gateway)
        #expect(first.erased.messages == 1, "what the customer wrote")
        #expect(first.erased.conversations == 0)
        #expect(remains(first)[.messagesUnderWay] == 1)
        #expect(try await gateway.transcript().map(\.text) == ["First"])

        gateway.platform.listing(.accepted("P9"))
        try await gateway.wait(.seconds(600))
        try await gateway.wait(.seconds(600))
        let second = try await erase(gateway)
        #expect(second.erased.conversations == 1)
        #expect(remains(second)[.messagesUnderWay] == nil)
        #expect(try await gateway.conversations(at: nil).isEmpty)
    }

    @Test("Who is on a stop list stays on it, and the answer says so; a lifted entry goes")
    func stopList() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("STOP")
        try await gateway.customerWrites("STOP", to: TestGateway.serviceNumber)
        try await gateway.customerWrites("START", to: TestGateway.serviceNumber)
        try await gateway.drain()
        let report = try await erase(gateway)
        #expect(report.erased.liftedStops == 1)
        #expect(remains(report)[.stopList] == 1)
        #expect(remains(report)[.events] == 3)
        #expect(try await gateway.isStopped())
        #expect(try await gateway.stopEntry(at: TestGateway.service) == nil)
        await #expect(throws: Refusal.self, "an erased customer may still not be written to") {
            try await gateway.notify("Hello again")
        }
    }

    @Test("A message that the platform delivers once more does not bring the customer back")
    func redelivery() async throws {
        let gateway = try await TestGateway.make()
        let event = TestWire(
            id: "event-1", to: TestGateway.salesNumber, from: TestGateway.customer, text: "Hello")
        try await gateway.deliver([event])
        _ = try await erase(gateway)
        try await gateway.deliver([event])
        #expect(try await gateway.conversations(at: nil).isEmpty)
    }

    @Test("Rejected requests and messages to nobody's address go where they are the customer's")
    func rejected() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("To nobody", to: "+15559999")
        try await gateway.customerWrites("To nobody", from: other, to: "+15559999")
        for sender in [TestGateway.customer, other] {
            let event = TestWire(id: UUID().uuidString, to: TestGateway.salesNumber, from: sender, text: "Hi")
            _ = try? await gateway.deliver([event], secret: "wrong")
        }
        let report = try await erase(gateway)
        #expect(report.erased.unrouted == 1)
        #expect(report.erased.quarantined == 1)
        let left = try await gateway.store.read { transaction in
            try (
                transaction.unroutedEvents(Page(after: nil, limit: 9)).map(\.from?.value),
                transaction.quarantinedRequests(Page(after: nil, limit: 9)).count
            )
        }
        #expect(left.0 == [other])
        #expect(left.1 == 1)
    }

    @Test("Kept answers about the customer are forgotten, their keys are not")
    func keptAnswers() async throws {
        let gateway = try await TestGateway.make()
        let (about, aside) = (
            IdempotencyKey(principal: "p", route: "r", text: "1"), IdempotencyKey(principal: "p", route: "r", text: "2")
        )
        try await gateway.store.write { [now = gateway.now] transaction in
            for (key, address) in [(about, TestGateway.customer), (aside, TestGateway.customer + "0")] {
                let body = Array(#"{"customer":"\#(address)","text":"Hello"}"#.utf8)
                try transaction.keep(KeptAnswer(requestHash: [1], status: 202, body: body, at: now), to: key)
            }
        }
        #expect(try await erase(gateway).erased.keptAnswers == 1)
        let answers = try await gateway.store.read { try [$0.answer(to: about), $0.answer(to: aside)] }
        #expect(answers[0]?.isForgotten == true)
        #expect(answers[0]?.requestHash == [1])
        #expect(answers[0]?.body == [])
        #expect(answers[1]?.status == 202)
    }

    @Test("The audit log says who erased, and never whom")
    func audit() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        let report = try await erase(gateway)
        let entries = try await gateway.auditEntries().filter { $0.action.hasPrefix("customer.") }
        #expect(entries.map(\.action) == ["customer.erased", "customer.erase"])
        #expect(entries.allSatisfy { $0.actor == "somebody" && $0.subject == "erasure/\(report.id)" })
        let texts = try await gateway.auditEntries().flatMap { [$0.subject, $0.before, $0.after] }.compactMap(\.self)
        #expect(!texts.contains { $0.contains(TestGateway.customer) })
    }

    @Test("Hundreds of messages go in several transactions")
    func many() async throws {
        let gateway = try await TestGateway.make()
        for number in 1...450 { try await gateway.customerWrites("Message \(number)") }
        let report = try await erase(gateway)
        #expect(report.erased.messages == 450)
        #expect(try await gateway.conversations(at: nil).isEmpty)
    }
}
