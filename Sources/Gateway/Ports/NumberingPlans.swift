/// The telephone numbering plans of the world: what a number is that a person typed.
///
/// Reading takes some 20 µs. It is for what people type; numbers that platforms send are E.164 already, and exist.
public protocol NumberingPlans: Sendable {
    /// The countries and territories that have a plan, by two letters as in ISO 3166.
    var regions: Set<String> { get }

    /// - Parameter region: whose plan a number without a country code follows.
    func read(_ text: String, in region: String) -> NumberReading
}

/// What a typed text is, as a telephone number.
public enum NumberReading: Sendable, Equatable {
    case number(TypedNumber)
    case impossible(NumberFault)
}

/// A number that somebody can have.
public struct TypedNumber: Sendable, Equatable {
    public let e164: String
    /// Whether its country has assigned such numbers. The others are accepted with a warning: plans change, and
    /// fictional numbers serve in tests.
    public let isAssigned: Bool
    /// Whether it begins as numbers of its country must: with a country code, or with the prefix for calls within the
    /// country where there is one. A few digits that do not are rather a short code.
    public let isWhole: Bool

    public init(e164: String, isAssigned: Bool = true, isWhole: Bool = true) {
        self.e164 = e164
        self.isAssigned = isAssigned
        self.isWhole = isWhole
    }
}

/// Why nobody can have such a number.
public enum NumberFault: Sendable, CaseIterable {
    case notANumber
    case hasExtension
    case unknownCountry
    case tooShort
    case tooLong
    case wrongLength

    /// For a person; follows the name of a field.
    public var explanation: String {
        switch self {
        case .notANumber: "it is not a phone number."
        case .hasExtension: "it is a phone number with an extension, to which nobody can write."
        case .unknownCountry: "it begins with the code of no country."
        case .tooShort: "it is too short for a phone number of its country; is the area code missing?"
        case .tooLong: "it is too long for a phone number of its country."
        case .wrongLength: "it has not as many digits as a phone number of its country has."
        }
    }
}
