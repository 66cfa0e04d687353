import ConnectorKit
import GatewayModel
import HTTPTypes
import MessengerConnector
import Testing

@Suite("What Meta signs")
struct MetaSignatureTests {
    private static let app = MessengerFixture().app

    private static let m1 =
        #"{"object":"page","entry":[{"id":"111222333","time":1760000000123,"messaging":[{"sender":{"id":"5551"},"recipient":{"id":"111222333"},"timestamp":1760000000000,"message":{"mid":"m_abc","text":"hello"}}]}]}"#
    private static let m2 =
        #"{"object":"page","entry":[{"id":"111222333","time":1760000000123,"messaging":[{"sender":{"id":"5551"},"recipient":{"id":"111222333"},"timestamp":1760000000000,"message":{"mid":"m_abd","text":"caf\u00e9 \ud83d\udc4d https:\/\/x.test"}}]}]}"#
    private static let rewritten =
        #"{"object":"page","entry":[{"id":"111222333","time":1760000000123,"messaging":[{"sender":{"id":"5551"},"recipient":{"id":"111222333"},"timestamp":1760000000000,"message":{"mid":"m_abd","text":"café 👍 https://x.test"}}]}]}"#

    @Test(
        "The vectors, and what a careless receiver would make of them",
        arguments: [
            (m1, "64706ec486fafbb3a01a7d242baa80e03f386f62545400fce858e19b72342b17", true),
            (m2, "9515228d21d65264b3f268ee0a3592a1824657ae69c6217659ab29506f608363", true),
            ("", "7830cd86f8a6543b14f802bcb61303606ff278d50f445177d72f7c7896b9badc", true),
            (rewritten, "9515228d21d65264b3f268ee0a3592a1824657ae69c6217659ab29506f608363", false),
            (m2, "9767364cdb2d9728ee3a7369ab097777075eed2798bd56d50c87337dad75625a", false),
            (m1, "9515228d21d65264b3f268ee0a3592a1824657ae69c6217659ab29506f608363", false),
        ])
    func vectors(body: String, hash: String, isGenuine: Bool) {
        #expect(Self.isTaken(Self.with("sha256=\(hash)", Meta.post(body))) == isGenuine)
        #expect(!Self.isTaken(Self.with(hash, Meta.post(body))))
        #expect(!Self.isTaken(Self.with("sha1=\(hash)", Meta.post(body))))
    }

    @Test("The older signature alone is not enough")
    func sha1() {
        var request = Meta.post(Self.m1)
        let name = HTTPField.Name("X-Hub-Signature")!
        var headers = request.headers
        headers[name] = "sha1=77c97245fe84ecc5692a08510f0c4fa4e7436327"
        request = WebhookRequest(
            method: .post, url: request.url, route: "events", headers: headers, body: request.body,
            receivedAt: request.receivedAt)
        #expect(!Self.isTaken(request))
    }

    @Test("The text of an escaped body is the one that was written")
    func escapes() throws {
        let outcome = try MessengerConnector().receive(Meta.post(Self.m2))
        guard case .message(let message)? = outcome.events.first?.content else { return #expect(Bool(false)) }
        #expect(message.text == "café 👍 https://x.test")
    }

    @Test(
        "The webhook address is verified by the token, and the challenge comes back as it was",
        arguments: [
            ("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=a-verify-token", "1158201444"),
            ("hub.verify_token=a-verify-token&hub.challenge=7&hub.mode=subscribe", "7"),
            ("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=another", nil),
            ("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=", nil),
            ("hub.mode=subscribe&hub.challenge=1158201444", nil), ("", nil),
        ])
    func verification(query: String, challenge: String?) throws {
        let request = Meta.get(query)
        #expect(Self.isTaken(request) == (challenge != nil))
        guard let challenge else { return }
        let outcome = try MessengerConnector().receive(request)
        #expect(outcome.events.isEmpty)
        #expect(outcome.reply == WebhookReply(status: 200, contentType: "text/plain", body: challenge))
    }

    @Test(
        "A challenge that is none of Meta's is not sent back",
        arguments: [
            "hub.mode=subscribe&hub.challenge=%3Cscript%3E", "hub.mode=subscribe",
            "hub.mode=unsubscribe&hub.challenge=1",
            "hub.mode=subscribe&hub.challenge=\(String(repeating: "1", count: 201))",
        ])
    func oddChallenges(query: String) {
        let request = Meta.get(query + "&hub.verify_token=a-verify-token")
        #expect(Self.isTaken(request))
        #expect(throws: WebhookRejection.self) { try MessengerConnector().receive(request) }
    }

    /// Without one that was entered, the token is made of the app secret.
    @Test("Nobody can guess the token of an app for which none was entered")
    func madeToken() {
        let app = AppAccess(
            id: ID(rawValue: 1), settings: ["appID": "1"], secrets: Secrets(["appSecret": [MessengerFixture.secret]]))
        let keyless = AppAccess(id: ID(rawValue: 1), settings: ["appID": "1"], secrets: Secrets([:]))
        for token in ["", "a-verify-token", "app-secret-123", "webhook verify token"] {
            let request = Meta.get("hub.mode=subscribe&hub.challenge=1&hub.verify_token=\(token)")
            #expect(!Self.isTaken(request, by: app))
            #expect(!Self.isTaken(request, by: keyless))
        }
    }

    private static let signedRequest =
        "qvNyFXyFKDOTCsy53J6CSvnyCDK7uan5vRIqhDlHggs"
        + ".eyJhbGdvcml0aG0iOiJITUFDLVNIQTI1NiIsImV4cGlyZXMiOjE3NjAwMDM2MDAsImlzc3VlZF9hdCI6MTc2MDAwMDAwMCwidXNlcl9pZCI6IjIxODQ3MSJ9"

    @Test("A signed request: the vector, and every change of it")
    func signedRequests() throws {
        for route in ["deauthorize", "data-deletion"] {
            #expect(Self.isTaken(Meta.post("signed_request=\(Self.signedRequest)", route: route)))
            let wrong = [
                "", ".", Self.signedRequest + "x", "x" + Self.signedRequest, String(Self.signedRequest.dropLast()),
                Self.signedRequest + ".x", String(Self.signedRequest.dropFirst(43)),
            ]
            for text in wrong { #expect(!Self.isTaken(Meta.post("signed_request=\(text)", route: route))) }
            #expect(!Self.isTaken(Meta.post("other=\(Self.signedRequest)", route: route)))
        }
        // What is signed for one thing is good for nothing else.
        #expect(!Self.isTaken(Meta.post("signed_request=\(Self.signedRequest)")))
    }

    @Test("Who removes the app has the checklists look, and nothing else happens")
    func deauthorization() throws {
        let outcome = try MessengerConnector().receive(
            Meta.post("signed_request=\(Self.signedRequest)", route: "deauthorize"))
        #expect(outcome.events.isEmpty)
        #expect(outcome.signs == [.app(reason: "Facebook user 218471 has removed the app.")])
        #expect(outcome.reply == WebhookReply(status: 200))
    }

    @Test("Who asks for deletion gets a code, and an address that answers to the code's owner alone")
    func dataDeletion() throws {
        let outcome = try MessengerConnector().receive(
            Meta.post("signed_request=\(Self.signedRequest)", route: "data-deletion"))
        #expect(outcome.reply.status == 200)
        #expect(outcome.signs.count == 1)
        let body = outcome.reply.body
        #expect(body.hasPrefix(#"{"url":"\#(Meta.hooks)/data-deletion?signed_request="#))
        let code = try #require(body.firstMatch(of: /"confirmation_code":"([0-9a-f]{16})"/)?.output.1)
        #expect(
            outcome.signs == [
                .app(reason: "Facebook user 218471 asks for the deletion of their data (\(code)).")
            ])
        let status = Meta.get("signed_request=\(Self.signedRequest)", route: "data-deletion")
        #expect(Self.isTaken(status))
        #expect(try MessengerConnector().receive(status).reply.contentType?.hasPrefix("text/plain") == true)
        #expect(!Self.isTaken(Meta.get("signed_request=\(code)", route: "data-deletion")))
    }

    private static func with(_ signature: String, _ request: WebhookRequest) -> WebhookRequest {
        var headers = request.headers
        headers[Meta.signature] = signature
        return WebhookRequest(
            method: request.method, url: request.url, route: request.route, headers: headers, body: request.body,
            receivedAt: request.receivedAt)
    }

    private static func isTaken(_ request: WebhookRequest, by app: AppAccess = app) -> Bool {
        (try? MessengerConnector().verify(request, against: [app])) == app.id
    }
}
