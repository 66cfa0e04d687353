/// What became of the lines of a file.
public struct StopListImportReport: Sendable, Equatable {
    /// Refusals that are told one by one; beyond these they are only counted.
    public static let mostRefusals = 100

    /// Without the first line and empty ones.
    public internal(set) var lines = 0
    public internal(set) var added = 0
    public internal(set) var already = 0
    /// The customer has come back since the line's time.
    public internal(set) var outdated = 0
    public internal(set) var refused = 0
    public internal(set) var refusals: [LineRefusal] = []
    public internal(set) var ignoredColumns: [String] = []

    public struct LineRefusal: Sendable, Equatable {
        /// Counted from 1, the first line included.
        public let line: Int
        /// For a person.
        public let reason: String
    }

    mutating func refuse(_ line: Int, _ reason: String) {
        refused += 1
        if refusals.count < Self.mostRefusals { refusals.append(LineRefusal(line: line, reason: reason)) }
    }

    /// For the audit log: counts, and nobody's address.
    var summary: String {
        "\(lines) lines: \(added) added, \(already) on the list already, \(outdated) outdated, \(refused) refused"
    }
}
