private import Signing

/// The signature of webhooks and of answers to challenges ("Securing webhooks"): by the app's consumer secret.
public enum WebhookSignature {
    public static let header = "x-twitter-webhooks-signature"

    public static func make(_ message: [UInt8], consumerSecret: String) -> String {
        "sha256=" + Base64.encode(Hash.sha256.hmac(key: Array(consumerSecret.utf8), message))
    }
}
