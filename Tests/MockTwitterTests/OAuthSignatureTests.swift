import MockPlatform
import MockTwitter
import Testing

/// By X's published examples, and by vectors that oauthlib made.
@Suite struct OAuthSignatureTests {
    struct Vector {
        var method = "POST"
        let url: String
        var form: KeyValuePairs<String, String> = [:]
        var key = "ck_mockConsumerKey0001"
        var secret = "cs&/+ secret~!*"
        var token: String? = "1234-mockAccessToken00000"
        var tokenSecret = "ts mock+secret/="
        var nonce = "4f2b8c1d9e7a60533c21"
        var timestamp = "1760000000"
        var more: KeyValuePairs<String, String> = [:]
        let signature: String

        var base: String? {
            var fields = FormFields([
                "oauth_consumer_key": key, "oauth_nonce": nonce, "oauth_signature_method": "HMAC-SHA1",
                "oauth_timestamp": timestamp, "oauth_version": "1.0", "realm": "x", "oauth_signature": "old",
            ])
            if let token { fields.append("oauth_token", token) }
            for (name, value) in more { fields.append(name, value) }
            for (name, value) in form { fields.append(name, value) }
            return OAuthSignature.baseString(method: method, url: url, parameters: fields)
        }
    }

    static let vectors = [
        Vector(
            url: "https://api.x.com/oauth/request_token", token: nil, tokenSecret: "",
            more: ["oauth_callback": "https://gw.example.com/cb?c=1&x=a b"], signature: "kaJa4ZzxjC83S72INMkpfl43fBI="),
        Vector(
            url: "https://api.x.com/oauth/request_token", token: nil, tokenSecret: "", more: ["oauth_callback": "oob"],
            signature: "j8ID4U8psvK90uTSwDu0UebK9IQ="),
        Vector(
            url: "https://api.x.com/oauth/access_token", token: "rt_mock_0001", tokenSecret: "rts_mock_0001",
            more: ["oauth_verifier": "1234567"], signature: "rk3zrP0G1boqGN8UG/ppaaUNsSU="),
        Vector(
            url: "https://api.x.com/1.1/direct_messages/events/new.json", signature: "byfXYAGyI+hbJxDhRgeWKynFWgU="),
        Vector(
            url: "https://api.x.com/2/dm_conversations/with/88/messages", signature: "wPKDudud5+esL2xDFW146jKIm5A="),
        Vector(
            method: "GET",
            url: "https://api.x.com/2/users?ids=2,3&user.fields=receives_your_dm,name&expansions=a%20b%2Bc~%21",
            signature: "xfGOYvEJzmcfoQy35RXSNVfsbQY="),
        Vector(
            url: "https://api.x.com/1.1/direct_messages/indicate_typing.json",
            form: ["recipient_id": "88", "note": "caf\u{e9} & \u{2603} +~*"], signature: "p1VzNrIWd6HBSgkDhGe5/7upJe8="),
        Vector(
            method: "GET", url: "HTTPS://API.X.com:443/1.1/x.json?b=2&a=z&a=1&A=0&a%5B%5D=q&c=",
            signature: "PtqCQvisBPwZ9g8+irCTXyenUPA="),
        Vector(
            method: "GET", url: "http://127.0.0.1:18081/1.1/account/verify_credentials.json",
            signature: "t9tTJ55gVD+31mnJRetLSlJCOm8="),
        Vector(
            url:
                "https://api.x.com/1.1/account_activity/webhooks.json?url=https%3A%2F%2Fgw.example.com%2Fhooks%2Fx%3Fc%3D1",
            signature: "h6KhE0oVVd6xfSxVukC1TwYQBFs="),
        official("https://api.x.com/1.1/statuses/update.json", "Ls93hJiZbQ3akF3HF3x1Bz8/zU4="),
        official("https://api.twitter.com/1.1/statuses/update.json", "hCtSmYh+iHYCEqBWrE7C7hYmtUk="),
        official("https://api.twitter.com/1/statuses/update.json", "tnnArxj06cWHq44gCs1OSKk/jLY="),
        Vector(
            url: "https://api.twitter.com/oauth/request_token", key: "cChZNFj6T5R0TigYB9yd1w",
            secret: "L8qq9PZyRg6ieKGEKhZolGC0vJWLw8iEJ88DRdyOg", token: nil, tokenSecret: "",
            nonce: "ea9ec8429b68d6b77cd5600adbbb0456", timestamp: "1318467427",
            more: ["oauth_callback": "http://localhost/sign-in-with-twitter/"],
            signature: "F1Li3tvehgcraF8DMJ7OyxO4w9Y="),
        Vector(
            url: "https://api.twitter.com/oauth/request_token", key: "GDdmIQH6jhtmLUypg82g",
            secret: "MCD8BKwGdgPHvAuvgvz4EQpqDAtx89grbuNMRd7Eh98", token: nil, tokenSecret: "",
            nonce: "QP70eNmVz8jvdPevU3oJD2AfF7R7odC2XJcn4XlZJqk", timestamp: "1272323042",
            more: ["oauth_callback": "http://localhost:3005/the_dance/process_callback?service_provider_id=11"],
            signature: "8wUi7m5HFQy76nowoCThusfgB+Q="),
    ]

    private static func official(_ url: String, _ signature: String) -> Vector {
        Vector(
            url: url,
            form: [
                "include_entities": "true", "status": "Hello Ladies + Gentlemen, a signed OAuth request!",
            ], key: "xvz1evFS4wEEPTGEFPHBog", secret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
            token: "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
            tokenSecret: "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
            nonce: "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", timestamp: "1318622958", signature: signature)
    }

    @Test(arguments: vectors.indices)
    func isAsPublished(_ index: Int) throws {
        let vector = Self.vectors[index]
        let base = try #require(vector.base)
        #expect(
            OAuthSignature.make(base, consumerSecret: vector.secret, tokenSecret: vector.tokenSecret)
                == vector.signature, "\(vector.url)")
    }

    @Test func theBaseStringIsAsPublished() {
        #expect(
            Self.vectors[7].base
                == "GET&https%3A%2F%2Fapi.x.com%2F1.1%2Fx.json&A%3D0%26a%3D1%26a%3Dz%26a%255B%255D%3Dq%26b%3D2%26c%3D%26"
                + "oauth_consumer_key%3Dck_mockConsumerKey0001%26oauth_nonce%3D4f2b8c1d9e7a60533c21%26"
                + "oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1760000000%26"
                + "oauth_token%3D1234-mockAccessToken00000%26oauth_version%3D1.0")
        #expect(
            Self.vectors[6].base?.contains(
                "note%3Dcaf%25C3%25A9%2520%2526%2520%25E2%2598%2583%2520%252B~%252A%26oauth_")
                == true)
    }

    @Test func whatIsNoAddressHasNone() {
        #expect(OAuthSignature.baseString(method: "GET", url: "nowhere", parameters: FormFields()) == nil)
    }

    @Test(arguments: [
        ("apiSecret", "test token", "sha256=O5hJl2njQRIa4vsumZ+3oom9ECR5m3aQLRZkPoYelp0="),
        (
            "z3ZX4v7mAAUGykl3EcmkqbartmuW8VFOOzCloLx9Q45P0hLrFu", "9b4507b3-9040-4669-9ca3-6b94edb50553",
            "sha256=Cytd4Sq+NvEcV3MMrXxWJGJx5A+y/lXzzU2Maartkx8="
        ),
        ("cs&/+ secret~!*", "crc-token-0001", "sha256=RPw4tT4V2Thwz5zTPX+ZIPPT+tlNBSO+toLlnsIIy0k="),
        (
            "cs&/+ secret~!*", "crc_token=crc-token-0001&nonce=abc123",
            "sha256=pMXnJUn+dTygz+HWwQyO9FKuzHf5AXrm8YKSEnS7n14="
        ),
        (
            "cs&/+ secret~!*", "{\"for_user_id\":\"77\",\"direct_message_events\":[]}",
            "sha256=TSUJEIiO3vWy/H6+cdju2KfcytOgbHEV5t1QjfkHCXA="
        ),
        (
            "cs&/+ secret~!*", "{\"text\":\"caf\u{e9} \u{2603}\"}",
            "sha256=NbBrTvYYB6yVRJwylBvuVQfrF75tL16gqDp5wq1lTd4="
        ),
    ])
    func webhooksAreSignedAsPublished(secret: String, message: String, signature: String) {
        #expect(WebhookSignature.make(Array(message.utf8), consumerSecret: secret) == signature)
    }
}
