internal import HTTPTypes
private import Signing

/// `X-Hub-Signature-256` and its older sister, over the bytes that are sent.
public enum HubSignature {
    public static func sha256(_ body: [UInt8], secret: String) -> String {
        "sha256=" + Hex.encode(Hash.sha256.hmac(key: Array(secret.utf8), body))
    }

    public static func sha1(_ body: [UInt8], secret: String) -> String {
        "sha1=" + Hex.encode(Hash.sha1.hmac(key: Array(secret.utf8), body))
    }

    static func headers(_ body: [UInt8], secret: String) -> HTTPFields {
        [
            .init("X-Hub-Signature")!: sha1(body, secret: secret),
            .init("X-Hub-Signature-256")!: sha256(body, secret: secret),
        ]
    }
}
