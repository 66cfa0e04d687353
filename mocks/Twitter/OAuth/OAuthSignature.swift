public import MockPlatform
private import Signing

/// The signature of OAuth 1.0a by HMAC-SHA1 ("Creating a signature"; RFC 5849, section 3.4).
public enum OAuthSignature {
    /// Percent-encoding of RFC 3986: everything but letters, digits and `-._~`, in upper-case digits.
    public static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch UnicodeScalar(byte) {
            case "A"..."Z", "a"..."z", "0"..."9", "-", ".", "_", "~": encoded.unicodeScalars.append(UnicodeScalar(byte))
            default:
                encoded += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    /// What is signed.
    /// - Parameters:
    ///   - url: with the query, whose parameters are part of it.
    ///   - parameters: of a form, and those of OAuth; `oauth_signature` and `realm` are left out.
    /// - Returns: `nil` where the address is none.
    public static func baseString(method: String, url: String, parameters: FormFields) -> String? {
        guard let address = WebAddress(url) else { return nil }
        let parts = address.target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var fields = parameters.fields.filter { $0.name != "oauth_signature" && $0.name != "realm" }
        if parts.count > 1 { fields += FormFields(decoding: parts[1]).fields }
        let encoded = fields.map { (Array(encode($0.name).utf8), Array(encode($0.value).utf8)) }
        // By bytes, not as a language would sort.
        let sorted = encoded.sorted { left, right in
            left.0 == right.0
                ? left.1.lexicographicallyPrecedes(right.1) : left.0.lexicographicallyPrecedes(right.0)
        }
        let text = sorted.map { String(decoding: $0.0 + Array("=".utf8) + $0.1, as: UTF8.self) }.joined(separator: "&")
        return [method.uppercased(), encode(base(address) + parts[0]), encode(text)].joined(separator: "&")
    }

    /// - Parameter tokenSecret: empty where there is no token yet.
    public static func make(_ baseString: String, consumerSecret: String, tokenSecret: String) -> String {
        let key = encode(consumerSecret) + "&" + encode(tokenSecret)
        return Base64.encode(Hash.sha1.hmac(key: Array(key.utf8), Array(baseString.utf8)))
    }

    /// Scheme and host in lower case, and a port that is not the scheme's own.
    private static func base(_ address: WebAddress) -> String {
        let standard = address.scheme == "https" ? 443 : 80
        let port = address.effectivePort == standard ? "" : ":\(address.effectivePort)"
        return "\(address.scheme)://\(address.host.lowercased())\(port)"
    }
}
