public import Foundation
private import Signing

/// `signed_request`, with which the deauthorise and data deletion callbacks name a user.
public enum SignedRequest {
    /// - Parameter user: the app-scoped id, which is none of the ids that pages know.
    public static func make(user: String, issued: Date, expires: Date, secret: String) -> String {
        let payload =
            "{\"algorithm\":\"HMAC-SHA256\",\"expires\":\(Int(expires.timeIntervalSince1970)),"
            + "\"issued_at\":\(Int(issued.timeIntervalSince1970)),\"user_id\":\"\(user)\"}"
        let encoded = Base64.encodeForURL(Array(payload.utf8))
        // What is signed is the text as it is sent, not what it says.
        let signature = Hash.sha256.hmac(key: Array(secret.utf8), Array(encoded.utf8))
        return Base64.encodeForURL(signature) + "." + encoded
    }
}
