/// The name of a messaging platform, as a connector declares it: lower-case letters, digits and hyphens.
public struct Platform: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}

/// What sort of address a platform reaches people by.
///
/// Two platforms that share a kind share stop lists: who opted out with a phone number is opted out for each
/// platform that writes to phone numbers.
public struct AddressKind: Hashable, Sendable, RawRepresentable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// A telephone number: E.164 with its `+`, or a short code, or an alphanumeric sender.
    public static let phone = AddressKind(rawValue: "phone")
}

/// Where a customer, or one of our own numbers, pages or accounts, is reached.
///
/// The value is in the normal form of its kind; a connector makes it so.
public struct Address: Hashable, Sendable {
    public let kind: AddressKind
    public let value: String

    public init(kind: AddressKind, value: String) {
        self.kind = kind
        self.value = value
    }
}
