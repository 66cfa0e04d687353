import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import MessengerConnector
import Testing

@Suite("Sending by Meta's Send API")
struct MessengerSendTests {
    private static let fixture = MessengerFixture()
    private static let humanAgent = MessengerConnector().capabilities.replyWindows[1]

    private static func dispatch(_ part: Part, window: ReplyWindow? = nil, app: AppAccess? = nil) -> Dispatch {
        Dispatch(
            part: part, reference: PartReference(message: ID(rawValue: 263_882_790_666_240_001), number: 2),
            to: fixture.customer, from: fixture.ourAddress, app: app ?? fixture.app, connectionSettings: [:],
            window: window, webhookAddress: { "https://gateway.example/hooks/messenger/e/\($0)" })
    }

    private static func send(
        _ dispatch: Dispatch, _ reply: HTTPReply
    ) async -> (Result<SendReceipt, SendFailure>, ScriptedTransport) {
        let transport = ScriptedTransport([.reply(reply)], hosts: ["graph.facebook.com"])
        do throws(SendFailure) {
            return (.success(try await MessengerConnector().send(dispatch, over: transport)), transport)
        } catch {
            return (.failure(error), transport)
        }
    }

    private static let accepted = Meta.json(200, #"{"recipient_id":"5551","message_id":"m_out"}"#)

    @Test(
        "What goes over the wire",
        arguments: [
            (
                Part(text: "Hi / \"you\""), nil,
                #"{"message":{"metadata":"REF","text":"Hi / \"you\""},"messaging_type":"RESPONSE","recipient":{"id":"5551"}}"#
            ),
            (
                Part(text: "Hi"), humanAgent,
                #"{"message":{"metadata":"REF","text":"Hi"},"messaging_type":"MESSAGE_TAG","recipient":{"id":"5551"},"tag":"HUMAN_AGENT"}"#
            ),
            (
                Part(text: "Hi"), MessengerConnector().capabilities.replyWindows[0],
                #"{"message":{"metadata":"REF","text":"Hi"},"messaging_type":"RESPONSE","recipient":{"id":"5551"}}"#
            ),
            (
                Part(
                    text: "Which?", quickReplies: [QuickReply(label: "Red", value: "r"), QuickReply(label: "Blue")]),
                nil,
                #"{"message":{"metadata":"REF","quick_replies":[{"content_type":"text","payload":"r","title":"Red"},{"content_type":"text","payload":"Blue","title":"Blue"}],"text":"Which?"},"messaging_type":"RESPONSE","recipient":{"id":"5551"}}"#
            ),
            (
                Part(text: nil, media: [RemoteMedia(url: "https://g/1.png", contentType: "image/png")]), nil,
                #"{"message":{"attachment":{"payload":{"url":"https://g/1.png"},"type":"image"},"metadata":"REF"},"messaging_type":"RESPONSE","recipient":{"id":"5551"}}"#
            ),
            (
                Part(text: nil, media: [RemoteMedia(url: "https://g/1.pdf", contentType: "application/pdf")]), nil,
                #"{"message":{"attachment":{"payload":{"url":"https://g/1.pdf"},"type":"file"},"metadata":"REF"},"messaging_type":"RESPONSE","recipient":{"id":"5551"}}"#
            ),
        ] as [(Part, ReplyWindow?, String)])
    func wire(part: Part, window: ReplyWindow?, body: String) async throws {
        let dispatch = Self.dispatch(part, window: window)
        let (result, transport) = await Self.send(dispatch, Self.accepted)
        #expect(try result.get() == SendReceipt(platformID: "m_out"))
        let call = try #require(transport.calls.first)
        #expect(call.method == .post)
        #expect(call.url.hasPrefix("https://graph.facebook.com/v26.0/111222333/messages?appsecret_proof="))
        #expect(!call.url.contains("EAA"))
        #expect(call.headers[.authorization] == "Bearer EAApage-token")
        #expect(call.headers[.contentType] == "application/json")
        let reference = dispatch.reference.description
        #expect(String(decoding: call.body, as: UTF8.self) == body.replacing("REF", with: reference))
    }

    @Test("The proof of a token is the vector's")
    func proof() async throws {
        let app = AppAccess(
            id: ID(rawValue: 1), settings: ["appID": "1"],
            secrets: Secrets([
                "appSecret": [MessengerFixture.secret], "pageToken.111222333": [Secret("EAAtesttoken")],
            ]))
        let (_, transport) = await Self.send(Self.dispatch(Part(text: "a"), app: app), Self.accepted)
        #expect(
            transport.calls.first?.url.hasSuffix(
                "appsecret_proof=aefb92ca51c08e8a5691b079d2db300f90c72c5527ce3b3cebc5a43de9ede6da") == true)
    }

    @Test("Without a token for the page it waits for one, and nothing leaves")
    func noToken() async {
        for secrets in [[:], ["appSecret": [MessengerFixture.secret], "pageToken.9": [Secret("EAAother")]]] {
            let app = AppAccess(id: ID(rawValue: 1), settings: ["appID": "1"], secrets: Secrets(secrets))
            let (result, transport) = await Self.send(Self.dispatch(Part(text: "a"), app: app), Self.accepted)
            guard case .failure(let failure) = result else { return #expect(Bool(false)) }
            #expect(failure.disposition == .reconnect && failure.certainty == .notSent)
            #expect(transport.calls.isEmpty)
        }
    }

    /// Meta, error codes; the reference's table.
    @Test(
        "Errors by code and subcode, whatever the status",
        arguments: [
            (190, 458, "credentialsRefused", SendFailure.Disposition.reconnect),
            (190, 459, "credentialsRefused", .reconnect), (190, 460, "credentialsRefused", .reconnect),
            (190, 463, "credentialsRefused", .reconnect), (190, 464, "credentialsRefused", .reconnect),
            (190, 467, "credentialsRefused", .reconnect), (190, 492, "credentialsRefused", .reconnect),
            (190, nil, "credentialsRefused", .reconnect), (102, nil, "credentialsRefused", .reconnect),
            (10, nil, "permissionMissing", .reconnect), (200, nil, "permissionMissing", .giveUp),
            (10, 2_018_278, "outsideWindow", .giveUp), (10, 2_018_065, "outsideWindow", .giveUp),
            (10, 2_534_022, "outsideWindow", .giveUp), (10, 2_018_108, "recipientUnreachable", .giveUp),
            (10, 1_893_063, "restricted", .retry(after: .seconds(3600))),
            (341, nil, "restricted", .retry(after: .seconds(3600))),
            (368, nil, "restricted", .retry(after: .seconds(3600))),
            (10, 2_018_300, "threadTaken", .retry(after: nil)), (100, 2_534_037, "threadTaken", .retry(after: nil)),
            (2_018_321, nil, "threadTaken", .retry(after: nil)), (10, 2_018_336, "privacyRefused", .giveUp),
            (100, nil, "refused", .giveUp), (100, 33, "notConfigured", .giveUp),
            (100, 2_018_001, "invalidRecipient", .giveUp), (100, 2_018_008, "mediaRefused", .giveUp),
            (100, 2_018_047, "mediaRefused", .giveUp), (100, 2_018_109, "mediaRefused", .giveUp),
            (100, 2_018_294, "mediaRefused", .giveUp), (551, nil, "recipientUnreachable", .giveUp),
            (551, 1_545_041, "recipientUnreachable", .giveUp), (200, 1_545_041, "recipientUnreachable", .giveUp),
            (200, 2_018_028, "recipientNotPermitted", .giveUp), (200, 2_534_041, "notConfigured", .giveUp),
            (1, nil, "platformUnavailable", .retry(after: nil)), (1, 99, "platformUnavailable", .retry(after: nil)),
            (2, nil, "platformUnavailable", .retry(after: nil)), (1200, nil, "platformUnavailable", .retry(after: nil)),
            (4, nil, "rateLimited", .retry(after: .seconds(300))),
            (4, 2_018_022, "rateLimited", .retry(after: .seconds(300))),
            (17, nil, "rateLimited", .retry(after: .seconds(300))),
            (32, nil, "rateLimited", .retry(after: .seconds(300))),
            (613, nil, "rateLimited", .retry(after: .seconds(300))),
            (613, 2_018_338, "rateLimited", .retry(after: .seconds(3600))),
            (80_001, nil, "rateLimited", .retry(after: .seconds(300))),
            (80_006, nil, "rateLimited", .retry(after: .seconds(300))), (9_000_001, nil, "refused", .giveUp),
        ] as [(Int, Int?, String, SendFailure.Disposition)])
    func errors(code: Int, subcode: Int?, word: String, disposition: SendFailure.Disposition) async {
        for status in [400, 401, 403, 429] {
            let (result, _) = await Self.send(
                Self.dispatch(Part(text: "a")), Meta.error(code, subcode, status: status))
            guard case .failure(let failure) = result else { return #expect(Bool(false)) }
            #expect(failure.code == word)
            #expect(failure.disposition == disposition)
            #expect(failure.certainty == .notSent)
            #expect(failure.platformCode == (subcode.map { "\(code)/\($0)" } ?? "\(code)"))
        }
    }

    @Test("An invalid reply of Meta's own, and a server's error, leave open what became of it")
    func ambiguous() async {
        for reply in [Meta.error(1, 1_357_046), Meta.error(2, status: 500), Meta.error(1, status: 503)] {
            let (result, _) = await Self.send(Self.dispatch(Part(text: "a")), reply)
            guard case .failure(let failure) = result else { return #expect(Bool(false)) }
            #expect(failure.certainty == .unknown)
        }
        // A refusal by its own word is one, whatever the status.
        let (result, _) = await Self.send(Self.dispatch(Part(text: "a")), Meta.error(190, 460, status: 500))
        guard case .failure(let failure) = result else { return #expect(Bool(false)) }
        #expect(failure.certainty == .notSent && failure.disposition == .reconnect)
    }

    @Test(
        "Limits are respected before they are reached, and for as long as Meta says",
        arguments: [
            (#"{"call_count":28,"total_time":25,"total_cputime":25}"#, nil, nil),
            (#"{"call_count":100,"total_time":25,"total_cputime":25}"#, nil, 60),
            (#"{"call_count":1,"total_time":140}"#, nil, 60),
            (nil, #"{"1":[{"type":"messenger","call_count":99,"estimated_time_to_regain_access":0}]}"#, nil),
            (nil, #"{"1":[{"type":"messenger","call_count":101,"estimated_time_to_regain_access":0}]}"#, 60),
            (nil, #"{"1":[{"type":"pages","call_count":120,"estimated_time_to_regain_access":19}]}"#, 19 * 60),
            (nil, #"{"1":[{"type":"ads_insights","call_count":120,"estimated_time_to_regain_access":19}]}"#, nil),
            (nil, #"{"1":[{"type":"messenger","estimated_time_to_regain_access":99999999}]}"#, 1440 * 60),
            ("rubbish", "[[[", nil), ("{}", "{}", nil),
        ] as [(String?, String?, Int?)])
    func usage(app: String?, business: String?, pause: Int?) async throws {
        var headers = HTTPFields()
        if let app { headers[HTTPField.Name("X-App-Usage")!] = app }
        if let business { headers[HTTPField.Name("X-Business-Use-Case-Usage")!] = business }
        let body = #"{"recipient_id":"5551","message_id":"m_out"}"#
        let (result, _) = await Self.send(Self.dispatch(Part(text: "a")), Meta.json(200, body, headers: headers))
        #expect(try result.get() == SendReceipt(platformID: "m_out", pause: pause.map { .seconds($0) }))
        // A refusal waits as long, where Meta names the time.
        let (refused, _) = await Self.send(
            Self.dispatch(Part(text: "a")), Meta.error(80_006, headers: headers))
        guard case .failure(let failure) = refused else { return #expect(Bool(false)) }
        let told = business?.contains("estimated") == true && pause != 60 ? pause : nil
        #expect(failure.disposition == .retry(after: .seconds(told ?? 300)))
    }

    @Test("Texts are split between words at 2,000, files go one by one behind them")
    func plans() throws {
        let words = Array(repeating: "word", count: 900).joined(separator: " ")
        let files = (0..<2).map { RemoteMedia(url: "https://g/\($0)", contentType: "image/png") }
        let parts = try MessengerConnector().plan(
            OutboundMessage(text: words, media: files, to: Self.fixture.customer, from: Self.fixture.ourAddress))
        #expect(parts.map { $0.text?.utf16.count } == [1999, 1999, 499, nil, nil])
        #expect(parts.map(\.media) == [[], [], [], [files[0]], [files[1]]])
        #expect(parts.map(\.units) == [1, 1, 1, 4, 4])
        #expect(parts.compactMap(\.text).joined(separator: " ") == words)
        let phone = Address(kind: .phone, value: "+14155550100")
        #expect(throws: SendFailure.self) {
            try MessengerConnector().plan(OutboundMessage(text: "a", to: phone, from: Self.fixture.ourAddress))
        }
    }

    @Test(
        "Files are fetched from Meta's content network, and from a test's stand-in for it",
        arguments: [
            ("https://scontent.xx.fbcdn.net/v/1.jpg?oh=1", nil, true), ("https://lookaside.fbsbx.com/x", nil, true),
            ("https://fbcdn.net/x", nil, false), ("https://evilfbcdn.net/x", nil, false),
            ("https://x.fbcdn.net.evil.example/x", nil, false), ("http://x.fbcdn.net/x", nil, false),
            ("http://127.0.0.1:4010/media/1", nil, false),
            ("http://127.0.0.1:4010/media/1", "http://127.0.0.1:4010", true),
            ("http://127.0.0.1:40100/media/1", "http://127.0.0.1:4010", false),
            ("http://127.0.0.1:4010@evil.example/", "http://127.0.0.1:4010", false),
        ] as [(String, String?, Bool)])
    func files(url: String, base: String?, isFetched: Bool) {
        var settings = ["appID": "1"]
        settings["graphBase"] = base
        let app = AppAccess(id: ID(rawValue: 1), settings: settings, secrets: Secrets([:]))
        let connection = MessengerFixture().connection(of: app)
        let call = try? MessengerConnector().mediaCall(
            for: RemoteMedia(url: url, contentType: "image/*"), at: connection)
        #expect((call != nil) == isFetched)
        #expect(call?.headers[.authorization] == nil)
    }
}
