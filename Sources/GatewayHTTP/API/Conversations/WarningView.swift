/// Something that was taken, and may be a slip.
struct WarningView: Encodable {
    let field, reason: String

    /// - Parameter doubt: about the customer's address; follows the name of the field.
    static func of(to doubt: String?) -> [WarningView]? { doubt.map { [WarningView(field: "to", reason: $0)] } }

    static let property = Schema.Property(
        "warnings", .array(.object([.init("field", .string()), .init("reason", .string())])), isRequired: false,
        description: "What was taken and may be a slip: a number that its country has not assigned, say.")
}

/// A message that was accepted, with what may be a slip about it.
struct AcceptedMessage: Encodable {
    let message: MessageView
    let warnings: [WarningView]?

    private enum CodingKeys: CodingKey {
        case warnings
    }

    func encode(to encoder: any Encoder) throws {
        try message.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(warnings, forKey: .warnings)
    }

    static let schema = Schema.named(
        "AcceptedMessage", .object(MessageView.schema.properties + [WarningView.property]))
}
