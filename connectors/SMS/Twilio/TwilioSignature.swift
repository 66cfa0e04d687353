import ConnectorKit
import HTTPTypes
import Signing

/// Twilio: Security, validating that requests come from Twilio.
///
/// The signed text is the address as it was called, then each parameter of the form, name and value side by side, in
/// the order of their names. It is hashed with HMAC-SHA1 under the account's auth token and sent in base64.
enum TwilioSignature {
    static func isGenuine(_ request: WebhookRequest, from app: AppAccess) -> Bool {
        guard let given = request.headers[signatureHeader], !given.isEmpty, let scheme = Scheme(request),
            let parameters = signedParameters(of: request)
        else { return false }
        let tail = text(of: parameters)
        let addresses = TwilioAddress.variants(of: request.url)
        return app.secrets.all(scheme.key).contains { secret in
            let key = Array(secret.reveal().utf8)
            return !key.isEmpty
                && addresses.contains { address in
                    let expected = Base64.encode(scheme.hash.hmac(key: key, Array(address.utf8) + tail))
                    return constantTimeEquals(Array(expected.utf8), Array(given.utf8))
                }
        }
    }

    /// Which secret signs and with which hash.
    private struct Scheme {
        var key = TwilioAccount.Key.authToken
        var hash = Hash.sha1

        /// `nil` for an algorithm that Twilio does not describe.
        ///
        /// Twilio, shared keys (public beta): a header names the key and the algorithm; without it, the auth token
        /// and HMAC-SHA1 apply. The header itself is not signed, but all it can choose is which of our own secrets
        /// the signature must fit.
        init?(_ request: WebhookRequest) {
            guard let header = request.headers[settingsHeader] else { return }
            let algorithm = header.split(separator: ",")
                .map { $0.trimmingWhiteSpace() }
                .first { $0.hasPrefix("algorithm=") }
            switch algorithm {
            case "algorithm=HMAC_SHA256": hash = .sha256
            case "algorithm=HMAC_SHA1": hash = .sha1
            default: return nil
            }
            key = TwilioAccount.Key.webhookSharedKey
        }
    }

    /// The parameters that are signed beside the address; `nil` where the body is covered by no signature.
    private static func signedParameters(of request: WebhookRequest) -> [(name: String, value: String)]? {
        if request.method == .get { return [] }
        if TwilioParameters.isForm(request) { return FormBody.decode(request.body) }
        // Any other body is covered by its digest in the address, which is signed.
        guard let pairs = FormBody.decode(request.query),
            let digest = pairs.first(where: { $0.name == "bodySHA256" })?.value,
            constantTimeEquals(Array(Hex.encode(Hash.sha256.digest(request.body)).utf8), Array(digest.utf8))
        else { return nil }
        return []
    }

    /// Sorted by bytes, which is the order of code points; Swift's own order and equality of texts would count two
    /// ways of writing an accent as one. A pair that comes twice is signed once.
    private static func text(of parameters: [(name: String, value: String)]) -> [UInt8] {
        var pairs = parameters.map { (name: Array($0.name.utf8), value: Array($0.value.utf8)) }
        pairs.sort { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value) : left.name.lexicographicallyPrecedes(right.name)
        }
        var text: [UInt8] = []
        for (index, pair) in pairs.enumerated() {
            if index > 0, pairs[index - 1] == pair { continue }
            text += pair.name + pair.value
        }
        return text
    }

    private static let signatureHeader = HTTPField.Name("X-Twilio-Signature")!
    private static let settingsHeader = HTTPField.Name("X-Twilio-Webhooks-Signature-Settings")!
}

/// The addresses that Twilio may have signed for one that was called.
private enum TwilioAddress {
    /// Without its port and with one: as Twilio's own libraries check, for it is not told which of them was signed.
    ///
    /// A port that was called stays in the second; where there was none, the standard one of the scheme is added. A
    /// fragment is never sent and never signed.
    static func variants(of url: String) -> [String] {
        let url = url.prefix { $0 != "#" }
        guard let schemeEnd = url.firstRange(of: "://") else { return [String(url)] }
        let afterScheme = url[schemeEnd.upperBound...]
        let authorityEnd = afterScheme.firstIndex { $0 == "/" || $0 == "?" } ?? url.endIndex
        let authority = afterScheme[..<authorityEnd]
        let head = url[..<schemeEnd.upperBound]
        let tail = url[authorityEnd...]
        if let colon = portColon(in: authority) {
            return ["\(head)\(authority[..<colon])\(tail)", String(url)]
        }
        let port = url[..<schemeEnd.lowerBound].lowercased() == "https" ? 443 : 80
        return [String(url), "\(head)\(authority):\(port)\(tail)"]
    }

    /// The colon before the port, which is neither the one in `user:password@` nor one inside `[::1]`.
    private static func portColon(in authority: Substring) -> Substring.Index? {
        guard let colon = authority.lastIndex(of: ":") else { return nil }
        let port = authority[authority.index(after: colon)...]
        return !port.isEmpty && port.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            ? colon : nil
    }
}
