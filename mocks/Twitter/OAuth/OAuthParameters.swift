private import Foundation
internal import HTTPTypes
internal import MockPlatform

/// What a request says of who signed it: in its header, or else in its query or form (RFC 5849, section 3.5).
struct OAuthParameters: Sendable {
    /// Those that are signed along with the rest, without what stands in query and form anyway.
    let signed: FormFields
    /// All, wherever they stand.
    private let all: FormFields

    /// `nil` where the request says nothing of it.
    init?(_ request: MockRequest) {
        let header = request.headers[.authorization] ?? ""
        var elsewhere = request.query
        if request.isForm { for field in request.form.fields { elsewhere.append(field.name, field.value) } }
        if header.lowercased().hasPrefix("oauth ") {
            let named = Self.read(header.dropFirst("oauth ".count))
            signed = named
            var all = named
            for field in elsewhere.fields { all.append(field.name, field.value) }
            self.all = all
        } else if elsewhere["oauth_signature"] != nil {
            signed = FormFields()
            all = elsewhere
        } else {
            return nil
        }
    }

    subscript(name: String) -> String? {
        all["oauth_" + name]
    }

    /// `oauth_nonce="…", oauth_token="…"`
    private static func read(_ text: some StringProtocol) -> FormFields {
        var fields = FormFields()
        for piece in text.split(separator: ",") {
            let pair = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { continue }
            let name = pair[0].trimmingCharacters(in: .whitespaces)
            let value = pair[1].trimmingCharacters(in: .whitespaces).trimmingCharacters(in: ["\""])
            fields.append(name.removingPercentEncoding ?? name, value.removingPercentEncoding ?? value)
        }
        return fields
    }
}

extension MockRequest {
    var isForm: Bool { mediaType == "application/x-www-form-urlencoded" }

    /// What follows the name of a scheme in the Authorization header.
    func credentials(_ scheme: String) -> String? {
        let words = (headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == scheme else { return nil }
        return String(words[1])
    }
}
