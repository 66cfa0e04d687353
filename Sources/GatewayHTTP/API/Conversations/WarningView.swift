import Gateway

/// Something that was taken, and that its sender should know of.
struct WarningView: Codable {
    let code, field, reason: String

    init(_ warning: SendingWarning) {
        (code, field, reason) = (warning.code.rawValue, warning.field, warning.reason)
    }

    static func of(_ warnings: [SendingWarning]) -> [WarningView] { warnings.map(WarningView.init) }

    private static let schema = Schema.named(
        "SendingWarning",
        .object([
            .init("code", .string(choices: SendingWarning.Code.allCases.map(\.rawValue))),
            .init("field", .string()), .init("reason", .string(), description: "Follows the name of the field."),
        ]))

    static let property = Schema.Property("warnings", .array(schema))
}

/// A message that was accepted, with what its sender should know.
struct AcceptedMessage: Encodable {
    let message: MessageView
    let warnings: [WarningView]

    private enum CodingKeys: CodingKey {
        case warnings
    }

    func encode(to encoder: any Encoder) throws {
        try message.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(warnings, forKey: .warnings)
    }

    static let schema = Schema.named(
        "AcceptedMessage", .object(MessageView.schema.properties + [WarningView.property]))
}
