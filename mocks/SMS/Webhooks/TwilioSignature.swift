public import MockPlatform
public import Signing

/// `X-Twilio-Signature`, as Twilio's documentation on webhook security describes it.
public enum TwilioSignature {
    /// - Parameters:
    ///   - url: exactly as configured, without the fragment.
    ///   - form: the parameters of a form POST; empty for a GET, whose parameters stand in the URL.
    public static func sign(url: String, form: FormFields, key: String, hash: Hash = .sha1) -> String {
        var data = Array(url.utf8)
        var valuesByName: [Bytes: Set<Bytes>] = [:]
        for field in form.fields { valuesByName[Bytes(field.name), default: []].insert(Bytes(field.value)) }
        for (name, values) in valuesByName.sorted(by: { $0.key < $1.key }) {
            for value in values.sorted() { data += name.bytes + value.bytes }
        }
        return Base64.encode(hash.hmac(key: Array(key.utf8), data))
    }

    /// A text by its bytes: sorted by code point, and equal only where every byte is, which Swift's strings are not.
    private struct Bytes: Hashable, Comparable {
        let bytes: [UInt8]

        init(_ text: String) { bytes = Array(text.utf8) }

        static func < (left: Bytes, right: Bytes) -> Bool {
            left.bytes.lexicographicallyPrecedes(right.bytes)
        }
    }
}
