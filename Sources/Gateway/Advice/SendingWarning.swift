/// Something about a message that its sender should know, and that does not keep it from being sent.
public struct SendingWarning: Sendable, Equatable {
    public let code: Code
    /// As in the request: `text`, `to[3]`.
    public let field: String
    /// What it is; follows the name of the field, and names what of the text is meant.
    public let reason: String

    public enum Code: String, Sendable, CaseIterable {
        case doubtfulAddress
        case publicShortener
        case identicalTexts
        case noWayToStop
        case manyUnits
        case costlyCharacters
    }

    private init(_ code: Code, field: String, _ reason: String) {
        (self.code, self.field, self.reason) = (code, field, reason)
    }

    /// About the text.
    init(_ code: Code, _ reason: String) {
        self.init(code, field: "text", reason)
    }

    /// About an address that can be right.
    ///
    /// - Parameter number: of the recipient; `nil` where there is only one.
    init(doubt: String, number: Int? = nil) {
        let field = number.map { "to[\($0)]" } ?? "to"
        self.init(.doubtfulAddress, field: field, doubt)
    }
}
