import ConnectorTestKit
import Foundation
import GatewayModel
import Testing

@testable import Gateway

@Suite("Asking for a transcript by mail")
struct TranscriptRequestTests {
    @Test("Refused until somebody has answered, whatever else was said; kept with nothing of it")
    func tooEarly() async throws {
        let desk = try await TestTranscripts.make()
        try await desk.gateway.customerWrites("Hello?")
        #expect(await desk.refusal()?.code == "transcript-too-early")
        #expect(await desk.refusal()?.kind == .conflict)
        // Not an answer: it was told to many.
        try await desk.gateway.notify("News")
        try await desk.gateway.drain()
        #expect(await desk.refusal()?.code == "transcript-too-early")
        #expect(try await desk.rows(desk.id()).isEmpty)
        try await desk.gateway.reply("Hi!")
        let mail = try await desk.ask()
        #expect(mail.state == .due && mail.address == TestTranscripts.address && mail.language == "en")
        #expect(try await desk.gateway.events(.conversationTranscriptChanged).map(\.value) == ["due"])
        #expect(try await desk.gateway.events(.conversationTranscriptChanged).map(\.conversation) == [desk.id()])
    }

    @Test("An answer that the stop list held back is none")
    func refusedAnswer() async throws {
        let desk = try await TestTranscripts.make()
        try await desk.gateway.customerWrites("Hello?")
        try await desk.gateway.reply("Hi!")
        try await desk.gateway.customerWrites("STOP")
        #expect(await desk.refusal()?.code == "transcript-too-early")
    }

    @Test(
        "To one address of a customer's, and nothing that could be more or a machine of ours",
        arguments: [
            "", "ada", "ada@customer.test,bob@customer.test", "ada@customer.test bob@customer.test", "@customer.test",
            "Ada <ada@customer.test>", "ada@customer.test\r\nBcc: x@evil.test", "ada@customer.test\u{0}",
            "ada@localhost", "root@mail", "ada@127.0.0.1", "ada@[127.0.0.1]", "ada@customer.test>",
        ])
    func addresses(_ address: String) async throws {
        let desk = try await TestTranscripts.make()
        try await desk.chat()
        let refusal = await desk.refusal(to: address)
        #expect(refusal?.kind == .invalid)
        #expect(refusal?.fields.map(\.name) == ["email"])
        #expect(refusal?.explanation.contains("evil") == false, "what was typed is not repeated")
    }

    @Test("Three mails a conversation, for as long as it is kept; the same one twice while it waits is one")
    func perConversation() async throws {
        let desk = try await TestTranscripts.make()
        let id = try await desk.chat()
        let first = try await desk.ask()
        #expect(try await desk.ask() == first)
        try await desk.ask(to: "bob@customer.test")
        try await desk.mailer.drain()
        try await desk.ask()
        let refusal = await desk.refusal(to: "carol@customer.test")
        #expect(refusal?.code == "too-many-requests" && refusal?.kind == .tooMany(retryAfter: nil))
        desk.gateway.pass(.seconds(30 * 24 * 3600))
        #expect(await desk.refusal(for: id, to: "carol@customer.test")?.code == "too-many-requests")
        try await desk.mailer.drain()
        #expect(desk.postbox.mails.count == 2, "the third became too old")
    }

    @Test("So many an hour at one contact point; when it may be asked again is told; another one is not touched")
    func perHour() async throws {
        let desk = try await TestTranscripts.make()
        let id = try await desk.chat()
        let gateway = desk.gateway
        let now = gateway.now
        try await gateway.store.write { transaction in
            for number in 0..<Transcripts.mostInAnHour {
                try transaction.insert(
                    TranscriptMail(
                        id: gateway.parts.surroundings.ids.next(), conversation: ID(rawValue: 1),
                        contactPoint: TestGateway.sales, address: nil, language: "en",
                        requestedAt: now + .seconds(number), dueAt: nil, state: .mailed))
            }
        }
        gateway.pass(.seconds(600))
        #expect(await desk.refusal(for: id)?.kind == .tooMany(retryAfter: 3000))
        try await gateway.customerWrites("Hello?", to: TestGateway.serviceNumber)
        let other = try #require(try await gateway.openConversation(at: TestGateway.service)).id
        try await gateway.reply(to: other, "Hi!")
        try await desk.ask(for: other)
        gateway.pass(.seconds(3000))
        try await desk.ask(for: id)
    }

    @Test("Not without a mail server, not of an archived contact point, and not of what is not there")
    func nothing() async throws {
        let desk = try await TestTranscripts.make()
        let id = try await desk.chat()
        let without = TestTranscripts(on: desk.gateway, postbox: desk.postbox, hasMail: false)
        #expect(await without.refusal()?.code == "no-mail")
        #expect(await desk.refusal(for: ID(rawValue: 1))?.kind == .notFound)
        try await desk.gateway.close(id)
        try await desk.ask(for: id, to: "bob@customer.test")
        _ = try await desk.gateway.store.write { [parts = desk.gateway.parts] in
            try parts.contactPoints.remove(TestGateway.sales, by: "test", in: $0)
        }
        #expect(await desk.refusal(for: id)?.code == "contact-point-archived")
    }

    @Test("For somebody of ours, who may answer at the contact point")
    func rights() async throws {
        let desk = try await TestTranscripts.make()
        let id = try await desk.chat()
        func ask(by principal: Principal) async throws {
            try await desk.gateway.store.write { [transcripts = desk.transcripts] in
                _ = try transcripts.request(of: id, to: TestTranscripts.address, by: principal, in: $0)
            }
        }
        let stranger = Principal(.user(ID(rawValue: 1)), level: .administrator)
        let refusal = await #expect(throws: Refusal.self) { try await ask(by: stranger) }
        #expect(refusal?.code == "conversation-right-missing")
        #expect(try await desk.rows(id).isEmpty)
        try await ask(by: desk.gateway.setup.agent)
        #expect(try await desk.rows(id).count == 1)
    }
}
