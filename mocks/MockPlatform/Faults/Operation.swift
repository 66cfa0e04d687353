/// Something a platform does for a client or to it, by which faults and records are told apart.
public struct Operation: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral value: String) {
        rawValue = value
    }

    /// A rule for `any` matches every operation.
    public static let any: Operation = "any"
}
