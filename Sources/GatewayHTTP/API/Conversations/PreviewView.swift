import ConnectorKit

/// The calls that a message would take.
struct PreviewView: Encodable {
    let parts: [PlannedPart]
    let units: Int
    let warnings: [WarningView]?

    init(_ parts: [Part], warnings: [WarningView]?) {
        self.warnings = warnings
        self.parts = parts.map { PlannedPart(text: $0.text, media: $0.media.count, units: $0.units) }
        units = parts.reduce(0) { $0 + $1.units }
    }

    struct PlannedPart: Encodable {
        let text: String?
        let media, units: Int
    }

    static let schema = Schema.named(
        "Preview",
        .object([
            .init(
                "parts",
                .array(
                    .object([
                        .init("text", .string(), isRequired: false), .init("media", .integer()),
                        .init("units", .integer()),
                    ]))),
            .init("units", .integer(), description: "Of all parts. Segments, for a phone number."),
            WarningView.property,
        ]))
}
