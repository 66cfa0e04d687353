import Gateway
import GatewayModel
import Testing

@Suite("Store: transcripts to be mailed")
struct TranscriptContractTests {
    private static let conversation = ID<Conversation>(rawValue: 1)

    private func mail(
        _ number: Int64, of conversation: Int64 = 1, at contactPoint: ContactPointID = Samples.sales, dueAt: Int64? = 5
    ) -> TranscriptMail {
        TranscriptMail(
            id: ID(rawValue: number), conversation: ID(rawValue: conversation), contactPoint: contactPoint,
            address: dueAt == nil ? nil : "a@b.test", language: "fr-CA", requestedAt: Samples.time(number),
            dueAt: dueAt.map(Samples.time), tries: 3, state: dueAt == nil ? .mailed : .due)
    }

    @Test(
        "Each comes back as it was, by what is due and by its conversation, with which it goes",
        arguments: StoreUnderTest.all)
    func rows(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in [3, 1, 2] as [Int64] { try transaction.insert(mail(number, dueAt: 10 - number)) }
            try transaction.insert(mail(4, of: 2, dueAt: nil))
            #expect(try transaction.transcriptMails(of: Self.conversation).map(\.id.rawValue) == [1, 2, 3])
            #expect(try transaction.transcriptMails(of: ID(rawValue: 2)) == [mail(4, of: 2, dueAt: nil)])
            #expect(
                try transaction.transcriptMails(dueBy: Samples.time(8), limit: 9) == [
                    mail(3, dueAt: 7), mail(2, dueAt: 8),
                ])
            #expect(try transaction.transcriptMails(dueBy: Samples.time(99), limit: 1).map(\.id.rawValue) == [3])
            try transaction.update(mail(3, dueAt: nil))
            #expect(try transaction.transcriptMails(of: Self.conversation).last == mail(3, dueAt: nil))
            try transaction.update(mail(9))
            #expect(try transaction.transcriptMails(dueBy: Samples.time(99), limit: 9).map(\.id.rawValue) == [2, 1])
            try transaction.setBack(by: .milliseconds(4), at: Samples.time(8))
            #expect(try transaction.transcriptMails(dueBy: Samples.time(5), limit: 9).map(\.id.rawValue) == [1])
            try transaction.erase(Self.conversation)
            #expect(try transaction.transcriptMails(of: Self.conversation).isEmpty)
            #expect(try transaction.transcriptMails(of: ID(rawValue: 2)).count == 1)
        }
    }

    @Test("How many were asked for lately, at one contact point", arguments: StoreUnderTest.all)
    func lately(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for number in 1...5 as ClosedRange<Int64> { try transaction.insert(mail(number, of: number, dueAt: nil)) }
            try transaction.insert(mail(6, at: Samples.service))
            let some = try transaction.transcriptRequests(at: Samples.sales, since: Samples.time(2))
            #expect(some.count == 3 && some.first == Samples.time(3))
            let none = try transaction.transcriptRequests(at: Samples.sales, since: Samples.time(5))
            #expect(none.count == 0 && none.first == nil)
        }
    }

    @Test("Answered is a conversation with an answer that was not lost", arguments: StoreUnderTest.all)
    func answered(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let cases: [(Message.Purpose, DeliveryStatus, Bool)] = [
            (.reply, .queued, true), (.reply, .sent, true), (.start, .read, true), (.reply, .refused, false),
            (.reply, .failed, false), (.reply, .expired, false), (.start, .canceled, false),
            (.notification, .sent, false), (.keywordReply, .sent, false), (.stopConfirmation, .sent, false),
            (.customer, .received, false),
        ]
        try await store.write { transaction in
            for (index, (purpose, status, isAnswer)) in cases.enumerated() {
                let number = Int64(index + 1)
                try transaction.insert(Samples.message(number, in: number, purpose, status))
                #expect(try transaction.wasAnswered(ID(rawValue: number)) == isAnswer, "\(purpose) \(status)")
            }
            #expect(try !transaction.wasAnswered(ID(rawValue: 99)))
        }
    }
}
