/// Looks through files for what does harm, before anybody is given them.
public protocol VirusScanner: Sendable {
    /// - Parameter read: a stretch of the file; no bytes or `nil` behind its end.
    func scan(
        _ read: @Sendable (_ offset: Int, _ limit: Int) async throws -> [UInt8]?
    ) async throws(ScanFailure) -> ScanVerdict
}

public enum ScanVerdict: Sendable, Equatable {
    case clean
    /// - Parameter name: what the scanner calls it, in plain ASCII.
    case infected(name: String)
}

/// Why nobody can say what is in a file. It is not let through.
public struct ScanFailure: Error, Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// It may go well later.
        case unavailable
        /// The scanner takes no file of this size.
        case tooLarge
    }

    public let kind: Kind
    /// A sentence for a person.
    public let explanation: String

    public init(_ kind: Kind, _ explanation: String) {
        self.kind = kind
        self.explanation = explanation
    }
}
