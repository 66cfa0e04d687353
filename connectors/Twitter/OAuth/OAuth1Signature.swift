import ConnectorKit
import HTTPTypes
import Signing

/// Who calls: the app and, but for a call in its own name, the account that let it in.
struct OAuth1Credentials {
    let consumerKey: String
    let consumerSecret: String
    var token: String?
    var tokenSecret: String?
}

/// OAuth 1.0a (RFC 5849) with HMAC-SHA1, as X wants it: "Creating a signature" and "Authorizing a request".
///
/// The bodies of JSON and multipart calls are not signed, so they are none of its parameters.
enum OAuth1Signature {
    /// What the `Authorization` header of a call says.
    ///
    /// - Parameters:
    ///   - url: as it is called, with its query.
    ///   - form: the pairs of a form body.
    ///   - extra: what else belongs into the header, such as `oauth_callback`.
    ///   - nonce: another for every call.
    static func header(
        for method: HTTPRequest.Method, _ url: String, form: [(name: String, value: String)] = [],
        extra: [(name: String, value: String)] = [], as credentials: OAuth1Credentials, nonce: String,
        at seconds: Int64
    ) -> String {
        let base = baseString(
            for: method, url, form: form, extra: extra, as: credentials, nonce: nonce, at: seconds)
        // The ampersand stays where there is no token.
        let key = [credentials.consumerSecret, credentials.tokenSecret ?? ""].map(PercentEncoding.encode)
            .joined(separator: "&")
        let signature = Base64.encode(Hash.sha1.hmac(key: Array(key.utf8), Array(base.utf8)))
        let parameters =
            parameters(extra, as: credentials, nonce: nonce, at: seconds)
            + [(name: "oauth_signature", value: signature)]
        return "OAuth "
            + parameters.map { "\(PercentEncoding.encode($0.name))=\"\(PercentEncoding.encode($0.value))\"" }
            .joined(separator: ", ")
    }

    /// What is hashed: the method, the address without its query, and all parameters in order.
    static func baseString(
        for method: HTTPRequest.Method, _ url: String, form: [(name: String, value: String)] = [],
        extra: [(name: String, value: String)] = [], as credentials: OAuth1Credentials, nonce: String,
        at seconds: Int64
    ) -> String {
        let address = SignedAddress(url)
        let pairs = address.query + form + parameters(extra, as: credentials, nonce: nonce, at: seconds)
        // By the bytes of what is encoded, which is all ASCII. What comes twice is signed twice.
        let sorted =
            pairs.map { (name: PercentEncoding.encode($0.name), value: PercentEncoding.encode($0.value)) }
            .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
        let text = sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        return [method.rawValue, address.base, text].map(PercentEncoding.encode).joined(separator: "&")
    }

    private static func parameters(
        _ extra: [(name: String, value: String)], as credentials: OAuth1Credentials, nonce: String, at seconds: Int64
    ) -> [(name: String, value: String)] {
        let token = credentials.token.map { [(name: "oauth_token", value: $0)] } ?? []
        return [
            (name: "oauth_consumer_key", value: credentials.consumerKey), (name: "oauth_nonce", value: nonce),
            (name: "oauth_signature_method", value: "HMAC-SHA1"), (name: "oauth_timestamp", value: String(seconds)),
            (name: "oauth_version", value: "1.0"),
        ] + token + extra
    }
}

/// An address, taken apart as it is signed.
private struct SignedAddress {
    /// Scheme and host in small letters, without the scheme's own port; the path as it is sent.
    let base: String
    /// Decoded. None where it cannot be, which X refuses in one way or another.
    let query: [(name: String, value: String)]

    init(_ url: String) {
        let address = url.prefix { $0 != "#" }
        let place = address.prefix { $0 != "?" }
        query = FormBody.decode(address[place.endIndex...].dropFirst()) ?? []
        guard let mark = place.firstRange(of: "://") else {
            base = String(place)
            return
        }
        let scheme = place[..<mark.lowerBound].lowercased()
        let host = place[mark.upperBound...].prefix { $0 != "/" }
        let path = place[host.endIndex...]
        let port = scheme == "https" ? ":443" : ":80"
        let shortHost = host.hasSuffix(port) ? host.dropLast(port.count) : host
        base = "\(scheme)://\(shortHost.lowercased())\(path.isEmpty ? "/" : path)"
    }
}
