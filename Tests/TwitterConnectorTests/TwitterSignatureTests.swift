import ConnectorKit
import GatewayModel
import HTTPTypes
import Testing

@testable import TwitterConnector

@Suite("What X signs")
struct TwitterSignatureTests {
    private static let secret = "cs&/+ secret~!*"
    private static let emptyBatch = #"{"for_user_id":"77","direct_message_events":[]}"#

    @Test(
        "The vectors of bodies, and what a careless receiver would make of them",
        arguments: [
            (emptyBatch, "TSUJEIiO3vWy/H6+cdju2KfcytOgbHEV5t1QjfkHCXA=", true),
            (#"{"text":"café ☃"}"#, "NbBrTvYYB6yVRJwylBvuVQfrF75tL16gqDp5wq1lTd4=", true),
            (#"{"text":"caf\u00e9 \u2603"}"#, "NbBrTvYYB6yVRJwylBvuVQfrF75tL16gqDp5wq1lTd4=", false),
            (emptyBatch + " ", "TSUJEIiO3vWy/H6+cdju2KfcytOgbHEV5t1QjfkHCXA=", false),
            (emptyBatch, "NbBrTvYYB6yVRJwylBvuVQfrF75tL16gqDp5wq1lTd4=", false),
        ])
    func bodies(body: String, hash: String, isGenuine: Bool) {
        #expect(Self.isTaken(Self.post(body, "sha256=\(hash)")) == isGenuine)
        let unpadded = hash.replacing("=", with: "")
        for wrong in [hash, "sha1=\(hash)", "SHA256=\(hash)", "sha256=\(unpadded)", "sha256=", "", "sha256=\(hash), x"]
        {
            #expect(!Self.isTaken(Self.post(body, wrong)))
        }
        #expect(!Self.isTaken(Self.post(body, nil)))
        // Neither with nothing, nor with what opens the account.
        for secrets in [[:], ["consumerSecret": [Secret("")]], ["token-secret": [Secret(Self.secret)]]] {
            #expect(!Self.isTaken(Self.post(body, "sha256=\(hash)"), by: Self.app(secrets)))
        }
    }

    @Test("While secrets rotate, both are honoured")
    func rotation() {
        let request = Self.post(Self.emptyBatch, "sha256=TSUJEIiO3vWy/H6+cdju2KfcytOgbHEV5t1QjfkHCXA=")
        for secrets in [[Self.secret, "older"], ["newer", Self.secret]] {
            #expect(Self.isTaken(request, by: Self.app(["consumerSecret": secrets.map(Secret.init)])))
        }
        #expect(!Self.isTaken(request, by: Self.app(["consumerSecret": [Secret("newer")]])))
    }

    @Test("Another route or method is not X's")
    func otherRoutes() {
        let hash = "sha256=TSUJEIiO3vWy/H6+cdju2KfcytOgbHEV5t1QjfkHCXA="
        for (method, route) in [(HTTPRequest.Method.put, "events"), (.post, "others")] {
            #expect(!Self.isTaken(Self.request(method, "", Self.emptyBatch, hash, route: route)))
        }
    }

    @Test(
        "The vectors of challenges",
        arguments: [
            ("apiSecret", "test%20token", "sha256=O5hJl2njQRIa4vsumZ+3oom9ECR5m3aQLRZkPoYelp0="),
            ("apiSecret", "test+token", "sha256=O5hJl2njQRIa4vsumZ+3oom9ECR5m3aQLRZkPoYelp0="),
            (
                "z3ZX4v7mAAUGykl3EcmkqbartmuW8VFOOzCloLx9Q45P0hLrFu", "9b4507b3-9040-4669-9ca3-6b94edb50553",
                "sha256=Cytd4Sq+NvEcV3MMrXxWJGJx5A+y/lXzzU2Maartkx8="
            ),
            (secret, "crc-token-0001", "sha256=RPw4tT4V2Thwz5zTPX+ZIPPT+tlNBSO+toLlnsIIy0k="),
        ])
    func challenges(secret: String, token: String, answer: String) throws {
        for query in ["crc_token=\(token)", "crc_token=\(token)&nonce=abc123", "nonce=x&crc_token=\(token)"] {
            let request = Self.challenge(query)
            let app = Self.app(["consumerSecret": [Secret(secret)]])
            #expect(TwitterSignature.isGenuine(request, from: app))
            let key = try #require(TwitterChallenge.secret(for: request, of: app))
            let token = try #require(TwitterChallenge.token(in: request))
            #expect(
                TwitterChallenge.answer(to: token, secret: key.reveal()) == #"{"response_token":"\#(answer)"}"#)
        }
    }

    @Test(
        "Whatever could sign something is no token",
        arguments: [
            "", "nonce=1", "crc_token=", "crc_token", "crc_token=a&crc_token=a", "crc_token=a&crc_token=b",
            "crc_token=a&crc%5Ftoken=a", "crc_token=\(String(repeating: "a", count: 257))",
            "crc_token=%7B%22for_user_id%22%3A%2277%22%7D", "crc_token=%7B%7D", "crc_token=%5B%5D",
            "crc_token=crc_token%3Dabc", "crc_token=crc_token%3Dabc%26nonce%3D1", "crc_token=a=b", "crc_token=a%26b",
            "crc_token=a%0Ab", "crc_token=a%00", "crc_token=a%22", "crc_token=a%3Ab", "crc_token=a,b",
            "crc_token=a%25b",
            "crc_token=caf%C3%A9", "crc_token=%FF", "crc_token=%zz", "crc_token=%3D", "crc_token=%3D%3D",
            "crc_token=a%3D%3D%3D", "crc_token=%3Cscript%3E", "crc_token=a%27b", "CRC_TOKEN=a",
        ])
    func noTokens(query: String) {
        #expect(TwitterChallenge.token(in: Self.challenge(query)) == nil)
    }

    @Test(
        "Tokens of every form that X may use",
        arguments: [
            ("crc_token=a", "a"), ("crc_token=MTk4%2FNzY%2BOA%3D%3D", "MTk4/NzY+OA=="), ("crc_token=a==", "a=="),
            ("crc_token=\(String(repeating: "a", count: 256))", String(repeating: "a", count: 256)),
            ("crc_token=a_b.c-d%20e", "a_b.c-d e"),
        ])
    func tokens(query: String, token: String) {
        #expect(TwitterChallenge.token(in: Self.challenge(query)) == token)
    }

    @Test("A signed challenge is answered with the secret that signed it, and refused if none did")
    func signedChallenges() {
        let query = "crc_token=crc-token-0001&nonce=abc123"
        let signature = "sha256=pMXnJUn+dTygz+HWwQyO9FKuzHf5AXrm8YKSEnS7n14="
        for secrets in [[Self.secret], ["newer", Self.secret], [Self.secret, "older"]] {
            let app = Self.app(["consumerSecret": secrets.map(Secret.init)])
            let signed = Self.challenge(query, signature)
            #expect(TwitterSignature.isGenuine(signed, from: app))
            #expect(TwitterChallenge.secret(for: signed, of: app) == Secret(Self.secret))
            #expect(TwitterChallenge.secret(for: Self.challenge(query), of: app) == Secret(secrets[0]))
            for wrong in [Self.challenge(query, "sha256="), Self.challenge(query + "1", signature)] {
                #expect(!TwitterSignature.isGenuine(wrong, from: app))
                #expect(TwitterChallenge.secret(for: wrong, of: app) == nil)
            }
        }
        for secrets in [[:], ["consumerSecret": [Secret("")]]] {
            #expect(!TwitterSignature.isGenuine(Self.challenge(query), from: Self.app(secrets)))
        }
    }

    private static func post(_ body: String, _ signature: String?) -> WebhookRequest {
        request(.post, "", body, signature)
    }

    private static func challenge(_ query: String, _ signature: String? = nil) -> WebhookRequest {
        request(.get, query, "", signature)
    }

    private static func request(
        _ method: HTTPRequest.Method, _ query: String, _ body: String, _ signature: String?, route: String = "events"
    ) -> WebhookRequest {
        var headers = HTTPFields()
        headers[HTTPField.Name("X-Twitter-Webhooks-Signature")!] = signature
        let url = "https://gateway.example/hooks/twitter/endpoint/\(route)" + (query.isEmpty ? "" : "?\(query)")
        return WebhookRequest(
            method: method, url: url, route: route, headers: headers, body: Array(body.utf8),
            receivedAt: Timestamp(milliseconds: 0))
    }

    private static func app(_ secrets: [String: [Secret]]) -> AppAccess {
        AppAccess(id: ID(rawValue: 17), settings: [:], secrets: Secrets(secrets))
    }

    private static func isTaken(_ request: WebhookRequest, by app: AppAccess? = nil) -> Bool {
        TwitterSignature.isGenuine(request, from: app ?? Self.app(["consumerSecret": [Secret(secret)]]))
    }
}
