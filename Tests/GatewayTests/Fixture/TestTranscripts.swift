import ConnectorTestKit
import GatewayModel
import Logging
import Testing

@testable import Gateway

/// A gateway that mails transcripts, and a mail server that keeps them.
struct TestTranscripts: Sendable {
    static let address = "ada@customer.test"

    let gateway: TestGateway
    let postbox: Postbox
    let transcripts: Transcripts
    let mailer: TranscriptMailer

    static func make(
        change: @escaping @Sendable (inout ContactPoint) -> Void = { _ in }
    ) async throws -> TestTranscripts {
        TestTranscripts(on: try await TestGateway.make(change: change), postbox: Postbox())
    }

    /// - Parameter hasMail: whether there is a mail server.
    init(on gateway: TestGateway, postbox: Postbox, hasMail: Bool = true) {
        self.gateway = gateway
        self.postbox = postbox
        transcripts = Transcripts(gateway.parts.surroundings, isMailed: hasMail)
        mailer = TranscriptMailer(
            gateway.parts.surroundings, store: gateway.store, sender: hasMail ? postbox : nil,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// What the customer asks and somebody answers, delivered.
    @discardableResult
    func chat(_ question: String = "Hello?", _ answer: String = "Hi!") async throws -> ID<Conversation> {
        try await gateway.customerWrites(question)
        try await gateway.reply(answer)
        try await gateway.drain()
        return try await id()
    }

    func id() async throws -> ID<Conversation> { try #require(try await gateway.openConversation()).id }

    @discardableResult
    func ask(
        for conversation: ID<Conversation>? = nil, to address: String = address, language: String? = nil
    ) async throws -> TranscriptMail {
        let id = if let conversation { conversation } else { try await self.id() }
        return try await gateway.store.write { [transcripts] in
            try transcripts.request(of: id, to: address, language: language, in: $0)
        }
    }

    func refusal(for conversation: ID<Conversation>? = nil, to address: String = address) async -> Refusal? {
        await #expect(throws: Refusal.self) { try await ask(for: conversation, to: address) }
    }

    func rows(_ conversation: ID<Conversation>) async throws -> [TranscriptMail] {
        try await gateway.store.read { try $0.transcriptMails(of: conversation) }
    }
}
