import ConnectorKit
import Gateway

/// What a notification would be.
struct PreviewView: Encodable {
    /// Of a text in another script every character may be costly.
    private static let mostCharacters = 50

    let parts: [PartPreview]
    let units, recipients, accepted, cost: Int
    let unitsLeft: Int?
    let refused: [ResultView]
    let warnings: [WarningView]
    let opensAt: String?

    init(_ preview: Previews.Preview) {
        parts = preview.parts.map { planned in
            PartPreview(
                text: planned.part.text, encoding: planned.form?.encoding, media: planned.part.media.count,
                units: planned.part.units, length: planned.form?.length,
                costlyCharacters: planned.form?.costlyCharacters.prefix(Self.mostCharacters).map { String($0) })
        }
        units = preview.units
        recipients = preview.recipients
        accepted = preview.recipients - preview.refused.count
        cost = preview.units * accepted
        unitsLeft = preview.unitsLeft
        refused = preview.refused.map(ResultView.init)
        warnings = WarningView.of(preview.warnings)
        opensAt = TimeText.of(preview.opensAt)
    }

    struct PartPreview: Encodable {
        let text, encoding: String?
        let media, units: Int
        let length: Int?
        let costlyCharacters: [String]?
    }

    private static let part = Schema.object([
        .init("text", .string(), isRequired: false), .init("media", .integer()), .init("units", .integer()),
        .init("encoding", .string(), isRequired: false, description: "Where it decides what the part costs."),
        .init("length", .integer(), isRequired: false, description: "As the encoding counts."),
        .init(
            "costlyCharacters", .array(.string()), isRequired: false,
            description: "What keeps the text out of a cheaper encoding."),
    ])

    static let schema = Schema.named(
        "Preview",
        .object([
            .init("parts", .array(part)),
            .init("units", .integer(), description: "For each recipient. Segments, for a phone number."),
            .init("recipients", .integer()), .init("accepted", .integer(), description: "Without those in refused."),
            .init("cost", .integer(), description: "Units for all that would be accepted."),
            .init(
                "unitsLeft", .integer(), isRequired: false,
                description: "What the caps of contact point and caller leave of today; missing without a cap."),
            .init("refused", .array(ResultView.schema)), WarningView.property,
            .init(
                "opensAt", .time, isRequired: false,
                description: "When the sending window opens, for which it would wait; missing while it is open."),
        ]))
}
