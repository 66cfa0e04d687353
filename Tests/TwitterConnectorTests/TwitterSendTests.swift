import ConnectorKit
import ConnectorTestKit
import GatewayModel
import HTTPTypes
import Synchronization
import Testing
import TwitterConnector

@Suite("Sending direct messages")
struct TwitterSendTests {
    private static let hosts: Set = ["api.x.com", "upload.twitter.com"]
    private static let fixture = TwitterFixture()

    /// One file, read in pieces.
    private struct Bytes: PartFiles {
        let bytes: [UInt8]

        func byteCount(at place: Int) async throws(SendFailure) -> Int { bytes.count }

        func read(at place: Int, from offset: Int, limit: Int) async throws(SendFailure) -> [UInt8] {
            Array(bytes.dropFirst(offset).prefix(limit))
        }
    }

    private static func dispatch(
        _ part: Part, legacy: Bool = false, to: Address = fixture.customer, bytes: [UInt8] = []
    ) -> Dispatch {
        Dispatch(
            part: part, reference: PartReference(message: ID(rawValue: 1), number: 0), to: to,
            from: fixture.ourAddress, app: TwitterFixture.makeApp(legacy ? ["activity": "account-activity-1"] : [:]),
            connectionSettings: [:], files: Bytes(bytes: bytes), webhookAddress: { $0 })
    }

    private static func picture(_ type: String) -> Part {
        Part(text: "Look", media: [RemoteMedia(url: "https://gateway.example/media/x", contentType: type)])
    }

    @Test("By v2, as X documents it")
    func newAPI() async throws {
        let transport = ScriptedTransport(
            [.reply(X.json(201, #"{"data":{"dm_conversation_id":"77-88","dm_event_id":"19"}}"#))], hosts: Self.hosts)
        let receipt = try await Self.fixture.connector.send(
            Self.dispatch(Part(text: #"Tom & "Jerry" ☃"#)), over: transport)
        #expect(receipt == SendReceipt(platformID: "19"))
        let call = try #require(transport.calls.first)
        #expect(call.method == .post && call.url == "https://api.x.com/2/dm_conversations/with/88/messages")
        #expect(String(decoding: call.body, as: UTF8.self) == #"{"text":"Tom & \"Jerry\" ☃"}"#)
        #expect(call.headers[.authorization]?.hasPrefix("OAuth oauth_consumer_key=\"ck_mockConsumerKey0001\"") == true)
    }

    @Test("By v1.1, where the app's access is of that time")
    func oldAPI() async throws {
        let transport = ScriptedTransport(
            [.reply(X.json(200, #"{"event":{"type":"message_create","id":"19"}}"#))], hosts: Self.hosts)
        let receipt = try await Self.fixture.connector.send(
            Self.dispatch(Part(text: "Hi"), legacy: true), over: transport)
        #expect(receipt.platformID == "19")
        let call = try #require(transport.calls.first)
        #expect(call.url == "https://api.x.com/1.1/direct_messages/events/new.json")
        #expect(
            String(decoding: call.body, as: UTF8.self)
                == #"{"event":{"message_create":{"message_data":{"text":"Hi"},"target":{"recipient_id":"88"}},"#
                + #""type":"message_create"}}"#)
    }

    @Test("Answers to be tapped go by v1.1, whatever the app's access")
    func quickReplies() async throws {
        let transport = ScriptedTransport(
            [.reply(X.json(200, #"{"event":{"type":"message_create","id":"19"}}"#))], hosts: Self.hosts)
        let part = Part(
            text: "Which?",
            quickReplies: [
                QuickReply(label: "Red", description: "warm", value: "opt_1"),
                QuickReply(label: "Blue", description: "cold"),
            ])
        _ = try await Self.fixture.connector.send(Self.dispatch(part), over: transport)
        let call = try #require(transport.calls.first)
        #expect(call.url == "https://api.x.com/1.1/direct_messages/events/new.json")
        #expect(
            String(decoding: call.body, as: UTF8.self).contains(
                #""quick_reply":{"options":[{"description":"warm","label":"Red","metadata":"opt_1"},"#
                    + #"{"description":"cold","label":"Blue"}],"type":"options"}"#))
    }

    @Test("An account that signed in by OAuth 2.0 has no v1.1: they are refused, and nobody is called")
    func quickRepliesWithoutOldAPI() async {
        let transport = ScriptedTransport([], hosts: Self.hosts)
        let dispatch = Dispatch(
            part: Part(text: "Which?", quickReplies: [QuickReply(label: "Red")]),
            reference: PartReference(message: ID(rawValue: 1), number: 0), to: Self.fixture.customer,
            from: Self.fixture.ourAddress, app: TwitterFixture.makeBearingApp(), connectionSettings: [:],
            webhookAddress: { $0 })
        let failure = await #expect(throws: SendFailure.self) {
            try await Self.fixture.connector.send(dispatch, over: transport)
        }
        #expect(failure?.code == "quickRepliesRefused" && failure?.disposition == .giveUp)
        #expect(transport.calls.isEmpty)
    }

    @Test("Only an account can be written to", arguments: ["", "0", "088", "88/x", "8８", "12345678901234567890"])
    func recipient(_ value: String) async {
        let transport = ScriptedTransport([], hosts: Self.hosts)
        let to = Address(kind: AddressKind(rawValue: "twitter"), value: value)
        for legacy in [false, true] {
            let failure = await #expect(throws: SendFailure.self) {
                try await Self.fixture.connector.send(
                    Self.dispatch(Part(text: "Hi"), legacy: legacy, to: to), over: transport)
            }
            #expect(failure?.code == "invalidRecipient" && failure?.certainty == .notSent)
        }
        #expect(transport.calls.isEmpty)
    }

    @Test(
        "A limit that is used up is waited for to the second",
        arguments: [(0, 1_767_225_600 + 900, 900), (1, 1_767_225_600 + 900, nil), (0, 1_767_225_600 - 1, nil)]
            as [(Int, Int64, Int64?)])
    func limit(remaining: Int, reset: Int64, pause: Int64?) async throws {
        let transport = ScriptedTransport(
            [
                .reply(
                    X.json(
                        201, #"{"data":{"dm_event_id":"19"}}"#, headers: X.limits(remaining: remaining, reset: reset)))
            ], hosts: Self.hosts)
        let receipt = try await Self.fixture.connector.send(Self.dispatch(Part(text: "Hi")), over: transport)
        #expect(receipt.pause == pause.map { .seconds($0) })
    }

    @Test("A file goes up in pieces, and then with the message", arguments: [false, true])
    func upload(legacy: Bool) async throws {
        let begun = legacy ? #"{"media_id":9,"media_id_string":"9"}"# : #"{"data":{"id":"9"}}"#
        let sent = legacy ? #"{"event":{"id":"19"}}"# : #"{"data":{"dm_event_id":"19"}}"#
        let transport = ScriptedTransport(
            [
                .reply(X.json(202, begun)), .reply(HTTPReply(status: 204)), .reply(HTTPReply(status: 204)),
                .reply(X.json(201, begun)), .reply(X.json(201, sent)),
            ], hosts: Self.hosts)
        let bytes = [UInt8](repeating: 7, count: (4 << 20) + 3)
        _ = try await Self.fixture.connector.send(
            Self.dispatch(Self.picture("image/png"), legacy: legacy, bytes: bytes), over: transport)
        #expect(transport.calls.count == 5)
        let bodies = transport.calls.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies[0].contains("dm_image") && bodies[0].contains("4194307") && bodies[0].contains("image"))
        let pieces = transport.calls[1...2].map(\.body).map { body in body.filter { $0 == 7 }.count }
        #expect(pieces == [4 << 20, 3])
        #expect(
            transport.calls[1...2].allSatisfy { $0.headers[.contentType]?.hasPrefix("multipart/form-data") == true })
        #expect(bodies[4].contains(legacy ? #""media":{"id":"9"}"# : #""media_id":"9""#) && bodies[4].contains("Look"))
        let hosts = Set(transport.calls[0...3].map { ConfinedTransport.hostAndPort(of: $0.url) })
        #expect(hosts == [legacy ? "upload.twitter.com" : "api.x.com"])
    }

    @Test("What fails before the message is certainly not sent")
    func brokenUpload() async {
        let begun = ScriptedTransport.Step.reply(X.json(200, #"{"data":{"id":"9"}}"#))
        let piece = ScriptedTransport.Step.reply(HTTPReply(status: 204))
        let cut = ScriptedTransport.Step.failure(
            TransportFailure(kind: .cutOff, certainty: .unknown, explanation: "As scripted."))
        let failed = ScriptedTransport.Step.reply(
            X.json(200, #"{"data":{"id":"9","processing_info":{"state":"failed","error":{"code":1}}}}"#))
        let table: [([ScriptedTransport.Step], String)] = [
            ([cut], "unreachable"), ([.reply(HTTPReply(status: 500))], "platformUnavailable"),
            ([.reply(X.json(200, "{}"))], "unexpectedReply"), ([begun, cut], "unreachable"),
            ([begun, piece, cut], "unreachable"), ([begun, piece, failed], "mediaRefused"),
            ([begun, piece, .reply(X.error(324, status: 400))], "mediaRefused"),
        ]
        for (steps, code) in table {
            let transport = ScriptedTransport(steps, hosts: Self.hosts)
            let failure = await #expect(throws: SendFailure.self) {
                try await Self.fixture.connector.send(
                    Self.dispatch(Self.picture("image/gif"), bytes: [1, 2, 3]), over: transport)
            }
            #expect(failure?.code == code && failure?.certainty == .notSent)
            #expect(transport.stepsLeft == 0 && transport.unscriptedCalls.isEmpty)
        }
    }

    @Test("A file of nothing, or of a type that X does not carry, calls nobody to send it")
    func noFile() async {
        let transport = ScriptedTransport([], hosts: Self.hosts)
        let failure = await #expect(throws: SendFailure.self) {
            try await Self.fixture.connector.send(
                Self.dispatch(Self.picture("application/pdf"), bytes: [1]), over: transport)
        }
        #expect(failure?.code == "mediaRefused" && failure?.disposition == .giveUp)
        #expect(transport.calls.isEmpty)
    }
}
