/// The codes of authenticator apps: RFC 4226 over the steps of time of RFC 6238, with SHA-1, as all of them understand.
public struct OneTimeCode: Sendable {
    /// Of one step.
    public static let seconds: Int64 = 30
    public static let digits = 6

    private let secret: [UInt8]

    public init(secret: [UInt8]) {
        self.secret = secret
    }

    /// The step that a moment lies in.
    public static func step(at secondsSince1970: Int64) -> Int64 { secondsSince1970 / seconds }

    /// The code of a step, or of a counter.
    public func code(_ step: Int64, digits: Int = digits) -> String {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
        let hash = Hash.sha1.hmac(key: secret, counter)
        let offset = Int(hash[hash.count - 1] & 15)
        let number = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let modulus = (0..<digits).reduce(UInt32(1)) { product, _ in product * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// Which step the code is of: this one, the one before or the one after, for clocks differ; and later than the one
    /// whose code was used last, for each is good once.
    public func step(of code: String, at secondsSince1970: Int64, after lastUsed: Int64) -> Int64? {
        let now = Self.step(at: secondsSince1970)
        // All three are made and compared, whichever it is.
        let matching = (now - 1...now + 1).filter { step in
            constantTimeEquals(Array(self.code(step).utf8), Array(code.utf8))
        }
        return matching.first { $0 > lastUsed }
    }
}
