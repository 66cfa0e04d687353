import HTTPTypes
import Testing

@testable import TwitterConnector

@Suite("How OAuth 1.0a signs calls")
struct OAuth1SignatureTests {
    struct Vector: Sendable {
        var method = HTTPRequest.Method.post
        var url: String
        var form: [(name: String, value: String)] = []
        var extra: [(name: String, value: String)] = []
        var credentials = ours
        var nonce = "4f2b8c1d9e7a60533c21"
        var seconds: Int64 = 1_760_000_000
        var signature: String
    }

    private static let ours = OAuth1Credentials(
        consumerKey: "ck_mockConsumerKey0001", consumerSecret: "cs&/+ secret~!*", token: "1234-mockAccessToken00000",
        tokenSecret: "ts mock+secret/=")
    private static let app = OAuth1Credentials(consumerKey: ours.consumerKey, consumerSecret: ours.consumerSecret)
    private static let asking = OAuth1Credentials(
        consumerKey: ours.consumerKey, consumerSecret: ours.consumerSecret, token: "rt_mock_0001",
        tokenSecret: "rts_mock_0001")
    private static let official = OAuth1Credentials(
        consumerKey: "xvz1evFS4wEEPTGEFPHBog", consumerSecret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
        token: "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
        tokenSecret: "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE")
    private static let greeting = "Hello Ladies + Gentlemen, a signed OAuth request!"

    /// X: "Creating a signature", on three hosts; the parameter stands in the query or in the form, which is the same.
    private static func greeting(_ url: String, inQuery: Bool, _ signature: String) -> Vector {
        let parameter = [(name: "include_entities", value: "true")]
        return Vector(
            url: inQuery ? url + "?include_entities=true" : url,
            form: (inQuery ? [] : parameter) + [(name: "status", value: greeting)], credentials: official,
            nonce: "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", seconds: 1_318_622_958, signature: signature)
    }

    static let vectors: [Vector] = [
        Vector(
            url: "https://api.x.com/oauth/request_token",
            extra: [(name: "oauth_callback", value: "https://gw.example.com/cb?c=1&x=a b")], credentials: app,
            signature: "kaJa4ZzxjC83S72INMkpfl43fBI="),
        Vector(
            url: "https://api.x.com/oauth/request_token", extra: [(name: "oauth_callback", value: "oob")],
            credentials: app, signature: "j8ID4U8psvK90uTSwDu0UebK9IQ="),
        Vector(
            url: "https://api.x.com/oauth/access_token", extra: [(name: "oauth_verifier", value: "1234567")],
            credentials: asking, signature: "rk3zrP0G1boqGN8UG/ppaaUNsSU="),
        Vector(
            url: "https://api.x.com/1.1/direct_messages/events/new.json", signature: "byfXYAGyI+hbJxDhRgeWKynFWgU="),
        Vector(
            url: "https://api.x.com/2/dm_conversations/with/88/messages", signature: "wPKDudud5+esL2xDFW146jKIm5A="),
        Vector(
            method: .get,
            url: "https://api.x.com/2/users?ids=2,3&user.fields=receives_your_dm,name&expansions=a%20b%2Bc~%21",
            signature: "xfGOYvEJzmcfoQy35RXSNVfsbQY="),
        Vector(
            url: "https://api.x.com/1.1/direct_messages/indicate_typing.json",
            form: [(name: "recipient_id", value: "88"), (name: "note", value: "café & ☃ +~*")],
            signature: "p1VzNrIWd6HBSgkDhGe5/7upJe8="),
        Vector(
            method: .get, url: "HTTPS://API.X.com:443/1.1/x.json?b=2&a=z&a=1&A=0&a%5B%5D=q&c=",
            signature: "PtqCQvisBPwZ9g8+irCTXyenUPA="),
        Vector(
            method: .get, url: "http://127.0.0.1:18081/1.1/account/verify_credentials.json",
            signature: "t9tTJ55gVD+31mnJRetLSlJCOm8="),
        Vector(
            url:
                "https://api.x.com/1.1/account_activity/webhooks.json?url=https%3A%2F%2Fgw.example.com%2Fhooks%2Fx%3Fc%3D1",
            signature: "h6KhE0oVVd6xfSxVukC1TwYQBFs="),
        greeting("https://api.x.com/1.1/statuses/update.json", inQuery: true, "Ls93hJiZbQ3akF3HF3x1Bz8/zU4="),
        greeting("https://api.x.com/1.1/statuses/update.json", inQuery: false, "Ls93hJiZbQ3akF3HF3x1Bz8/zU4="),
        greeting("https://api.twitter.com/1.1/statuses/update.json", inQuery: true, "hCtSmYh+iHYCEqBWrE7C7hYmtUk="),
        greeting("https://api.twitter.com/1/statuses/update.json", inQuery: false, "tnnArxj06cWHq44gCs1OSKk/jLY="),
        Vector(
            url: "https://api.twitter.com/oauth/request_token",
            extra: [(name: "oauth_callback", value: "http://localhost/sign-in-with-twitter/")],
            credentials: OAuth1Credentials(
                consumerKey: "cChZNFj6T5R0TigYB9yd1w", consumerSecret: "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg"),
            nonce: "ea9ec8429b68d6b77cd5600adbbb0456", seconds: 1_318_467_427,
            signature: "F1Li3tvehgcraF8DMJ7OyxO4w9Y="),
        Vector(
            url: "https://api.twitter.com/oauth/request_token",
            extra: [
                (
                    name: "oauth_callback",
                    value: "http://localhost:3005/the_dance/process_callback?service_provider_id=11"
                )
            ],
            credentials: OAuth1Credentials(
                consumerKey: "GDdmIQH6jhtmLUypg82g", consumerSecret: "MCD8BKwGdgPHvAuvgvz4EQpqDAtx89grbuNMRd7Eh98"),
            nonce: "QP70eNmVz8jvdPevU3oJD2AfF7R7odC2XJcn4XlZJqk", seconds: 1_272_323_042,
            signature: "8wUi7m5HFQy76nowoCThusfgB+Q="),
    ]

    @Test("The vectors", arguments: vectors)
    func vector(_ vector: Vector) throws {
        let header = OAuth1Signature.header(
            for: vector.method, vector.url, form: vector.form, extra: vector.extra, as: vector.credentials,
            nonce: vector.nonce, at: vector.seconds)
        let told = try Self.pairs(of: header)
        #expect(told["oauth_signature"] == PercentEncoding.encode(vector.signature))
        // All that X needs to sign it, too, and nothing of the address or the body.
        var names: Set = [
            "oauth_consumer_key", "oauth_nonce", "oauth_signature_method", "oauth_timestamp", "oauth_version",
            "oauth_signature",
        ]
        names.formUnion(vector.extra.map(\.name))
        if vector.credentials.token != nil { names.insert("oauth_token") }
        #expect(Set(told.keys) == names)
        for extra in vector.extra { #expect(told[extra.name] == PercentEncoding.encode(extra.value)) }
        #expect(!header.contains(PercentEncoding.encode(vector.credentials.consumerSecret)))
    }

    @Test("The base strings")
    func baseStrings() {
        #expect(
            Self.base(Self.greeting("https://api.x.com/1.1/statuses/update.json", inQuery: true, ""))
                == "POST&https%3A%2F%2Fapi.x.com%2F1.1%2Fstatuses%2Fupdate.json&include_entities%3Dtrue%26oauth_consumer_key%3Dxvz1evFS4wEEPTGEFPHBog%26oauth_nonce%3DkYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1318622958%26oauth_token%3D370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb%26oauth_version%3D1.0%26status%3DHello%2520Ladies%2520%252B%2520Gentlemen%252C%2520a%2520signed%2520OAuth%2520request%2521"
        )
        #expect(
            Self.base(Self.vectors[7])
                == "GET&https%3A%2F%2Fapi.x.com%2F1.1%2Fx.json&A%3D0%26a%3D1%26a%3Dz%26a%255B%255D%3Dq%26b%3D2%26c%3D%26oauth_consumer_key%3Dck_mockConsumerKey0001%26oauth_nonce%3D4f2b8c1d9e7a60533c21%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1760000000%26oauth_token%3D1234-mockAccessToken00000%26oauth_version%3D1.0"
        )
        let form = Self.base(Self.vectors[6])
        #expect(form.contains("&note%3Dcaf%25C3%25A9%2520%2526%2520%25E2%2598%2583%2520%252B~%252A%26oauth_"))
        #expect(form.hasSuffix("%26recipient_id%3D88"))
    }

    @Test(
        "What counts as the same address, and what does not",
        arguments: [
            ("https://api.x.com", "https%3A%2F%2Fapi.x.com%2F"),
            ("https://api.x.com?a=1", "https%3A%2F%2Fapi.x.com%2F"),
            ("HTTP://Api.X.com:80/Path", "http%3A%2F%2Fapi.x.com%2FPath"),
            ("http://api.x.com:443/", "http%3A%2F%2Fapi.x.com%3A443%2F"),
            ("https://api.x.com:80/", "https%3A%2F%2Fapi.x.com%3A80%2F"),
            ("https://api.x.com:4430/", "https%3A%2F%2Fapi.x.com%3A4430%2F"),
            ("http://[::1]:8080/a", "http%3A%2F%2F%5B%3A%3A1%5D%3A8080%2Fa"),
            ("https://api.x.com/a%20b/%7E#there", "https%3A%2F%2Fapi.x.com%2Fa%2520b%2F%257E"),
            ("https://api.x.com/a:443", "https%3A%2F%2Fapi.x.com%2Fa%3A443"),
        ])
    func addresses(url: String, base: String) {
        let pieces = Self.base(Vector(url: url, signature: "")).split(separator: "&", omittingEmptySubsequences: false)
        #expect(pieces.count == 3)
        #expect(pieces[1] == base)
    }

    @Test(
        "Whatever is called an address, a header comes of it", arguments: ["", "x", "://", "?a=%", "https://h?%zz=1"])
    func oddAddresses(url: String) {
        #expect(Self.base(Vector(url: url, signature: "")).hasPrefix("POST&"))
    }

    @Test("Pairs that come twice are signed twice, and values go in their order")
    func duplicates() {
        let base = Self.base(
            Vector(url: "https://h/?z=b&z=a&z=b&a=%2B+", form: [(name: "z", value: "a")], signature: ""))
        #expect(base.contains("&a%3D%252B%2520%26oauth_"))
        #expect(base.hasSuffix("%26z%3Da%26z%3Da%26z%3Db%26z%3Db"))
    }

    private static func base(_ vector: Vector) -> String {
        OAuth1Signature.baseString(
            for: vector.method, vector.url, form: vector.form, extra: vector.extra, as: vector.credentials,
            nonce: vector.nonce, at: vector.seconds)
    }

    /// The pairs of a header, their values still encoded.
    private static func pairs(of header: String) throws -> [String: String] {
        let text = try #require(header.hasPrefix("OAuth ") ? header.dropFirst(6) : nil)
        var pairs: [String: String] = [:]
        for pair in text.split(separator: ", ") {
            let pieces = pair.split(separator: "=", maxSplits: 1)
            let value = try #require(pieces.count == 2 ? pieces[1] : nil)
            #expect(value.hasPrefix("\"") && value.hasSuffix("\"") && pairs[String(pieces[0])] == nil)
            pairs[String(pieces[0])] = String(value.dropFirst().dropLast())
        }
        return pairs
    }
}
