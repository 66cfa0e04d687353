import ConnectorTestKit
import Foundation
import GatewayModel
import Logging
import Testing

@testable import Gateway

@Suite("Mailing transcripts")
struct TranscriptMailerTests {
    @Test("What was said until it leaves, once, and then the address is forgotten")
    func mailed() async throws {
        let desk = try await TestTranscripts.make()
        let id = try await desk.chat("Have you got Moby-Dick?", "We have two.")
        let asked = try await desk.ask()
        try await desk.gateway.customerWrites("I take one.")
        try await desk.mailer.drain()
        try await desk.mailer.drain()
        let mail = try #require(desk.postbox.mails.first)
        #expect(desk.postbox.mails.count == 1)
        #expect(mail.to.map(\.text) == [TestTranscripts.address])
        #expect(mail.reference == asked.id.description && mail.senderName == "Sales")
        for text in [mail.text, mail.html ?? ""] {
            for said in ["Have you got Moby-Dick?", "We have two.", "I take one."] { #expect(text.contains(said)) }
        }
        #expect(try await desk.rows(id).map(\.state) == [.mailed])
        #expect(try await desk.rows(id).map(\.address) == [nil])
        #expect(try await desk.gateway.events(.conversationTranscriptChanged).map(\.value) == ["due", "mailed"])
        let events = try await desk.gateway.store.read { try $0.events(after: 0, limit: 1000).map { "\($0.event)" } }
        #expect(!events.contains { $0.contains("customer.test") })
    }

    @Test("Only what the customer has seen: nothing refused, failed, held or waiting, and no reason of ours")
    func seen() async throws {
        let desk = try await TestTranscripts.make()
        try await desk.chat("Hello?", "Hi!")
        desk.gateway.platform.answer(.status(400))
        try await desk.gateway.reply("Never arrived")
        try await desk.gateway.drain()
        try await desk.gateway.reply("Waits")
        try await desk.ask()
        try await desk.mailer.drain()
        let mail = try #require(desk.postbox.mails.first)
        for text in [mail.text, mail.html ?? ""] {
            #expect(text.contains("Hello?") && text.contains("Hi!"))
            #expect(!text.contains("Never arrived") && !text.contains("Waits"))
            #expect(!text.contains("failed") && !text.contains("refused"))
        }
    }

    @Test("A mail server that is down is asked again, less and less often, for a day; then it is over and told")
    func down() async throws {
        let desk = try await TestTranscripts.make()
        let id = try await desk.chat()
        try await desk.ask()
        desk.postbox.fail(.temporary)
        for (tries, wait) in [(1, 30), (2, 60), (3, 120)] {
            try await desk.mailer.drain()
            #expect(desk.postbox.tries == tries)
            desk.gateway.pass(.seconds(wait) - .milliseconds(1))
            try await desk.mailer.drain()
            #expect(desk.postbox.tries == tries, "not before \(wait) seconds")
            desk.gateway.pass(.milliseconds(1))
        }
        for _ in 0..<60 {
            try await desk.mailer.drain()
            desk.gateway.pass(.seconds(1800))
        }
        #expect(try await desk.rows(id).map(\.state) == [.failed])
        #expect(try await desk.rows(id).map(\.address) == [nil])
        #expect(try await desk.gateway.events(.conversationTranscriptChanged).map(\.value) == ["due", "failed"])
        #expect((50...60).contains(desk.postbox.tries))
        desk.postbox.fail(nil)
        try await desk.mailer.drain()
        #expect(desk.postbox.mails.isEmpty)
    }

    @Test("A server that refuses is asked a few times, and goes well as soon as it takes it")
    func refused() async throws {
        let desk = try await TestTranscripts.make()
        let id = try await desk.chat()
        desk.postbox.fail(.permanent)
        try await desk.ask()
        for _ in 0..<20 {
            try await desk.mailer.drain()
            desk.gateway.pass(.seconds(1800))
        }
        #expect(desk.postbox.tries == 4)
        #expect(try await desk.rows(id).map(\.state) == [.failed])
        try await desk.ask()
        try await desk.mailer.drain()
        desk.postbox.fail(nil)
        desk.gateway.pass(.seconds(1800))
        try await desk.mailer.drain()
        #expect(desk.postbox.mails.count == 1)
    }

    @Test(
        "A process that dies right after the mail sends it again under the same id; one that dies before loses nothing")
    func crash() async throws {
        let desk = try await TestTranscripts.make()
        try await desk.chat()
        try await desk.ask()
        let before = TestTranscripts(on: try desk.gateway.restarted(), postbox: desk.postbox)
        try await desk.mailer.drain()
        try await before.mailer.drain()
        #expect(desk.postbox.mails.count == 2)
        #expect(Set(desk.postbox.mails.map(\.reference)).count == 1)
        try await before.mailer.drain()
        #expect(desk.postbox.mails.count == 2)
    }

    @Test("Without a mail server it waits, until it is too old to be wanted")
    func withoutServer() async throws {
        let desk = try await TestTranscripts.make()
        let id = try await desk.chat()
        try await desk.ask()
        let without = TestTranscripts(on: desk.gateway, postbox: desk.postbox, hasMail: false)
        try await without.mailer.drain()
        #expect(try await desk.rows(id).map(\.state) == [.due])
        desk.gateway.pass(TranscriptMailer.life)
        try await without.mailer.drain()
        #expect(try await desk.rows(id).map(\.state) == [.failed])
        try await desk.mailer.drain()
        #expect(desk.postbox.mails.isEmpty)
    }

    @Test("Erased while it waits, it is not mailed; what was mailed is said to lie in a mailbox")
    func erased() async throws {
        let desk = try await TestTranscripts.make()
        let id = try await desk.chat()
        try await desk.ask()
        try await desk.mailer.drain()
        try await desk.ask(to: "waits@customer.test")
        let report = try await desk.gateway.parts.erasure.erase(TestGateway.customerAddress, by: "somebody")
        #expect(report.erased.transcripts == 2)
        #expect(report.remains.first { $0.what == .mailedTranscripts }?.count == 1)
        try await desk.mailer.drain()
        #expect(desk.postbox.mails.count == 1)
        #expect(try await desk.rows(id).isEmpty)
    }

    @Test("It goes with its conversation, which stays for as long as the mail waits")
    func retention() async throws {
        let desk = try await TestTranscripts.make()
        var rule = RetentionRule()
        rule[.conversations] = RetentionRule.days(30)
        let id = try await desk.chat()
        try await desk.gateway.close(id)
        desk.gateway.pass(RetentionRule.days(31))
        try await desk.ask(for: id)
        let pruner = Pruner(
            desk.gateway.parts.surroundings, store: desk.gateway.store, rule: rule,
            logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() })
        #expect(try await pruner.drain()[.conversations] == nil)
        try await desk.mailer.drain()
        #expect(desk.postbox.mails.count == 1)
        #expect(try await pruner.drain()[.conversations] != nil)
        #expect(try await desk.rows(id).isEmpty)
    }
}
