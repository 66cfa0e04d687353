import ConnectorKit

/// How the settings of a platform's clients are asked for: what a panel draws.
struct ClientFormView: Encodable {
    let sections: [Section]
    let masterSwitch, snippet: String
    let preview: String?

    struct Section: Encodable {
        let label, help: String
        let fields: [Field]
    }

    struct Field: Encodable {
        let path, label, help, kind: String
        var caution: Caution?
        var least, most: Int?
        var unit, placeholder, light, dark, item: String?
        var isRequired: Bool?
        var choices: [Choice]?
        var fields: [Field]?
    }

    struct Caution: Encodable {
        let text, until: String
    }

    struct Choice: Encodable {
        let value, label: String
    }

    init(_ form: ClientForm) {
        sections = form.sections.map {
            Section(label: $0.label, help: $0.help, fields: $0.fields.map(Field.init))
        }
        masterSwitch = form.masterSwitch
        snippet = form.snippet
        preview = form.preview
    }

    private static let kinds = [
        "toggle", "text", "number", "choice", "choices", "texts", "name", "color", "list", "wording",
    ]

    private static let properties: [Schema.Property] = [
        .init("path", .string(), description: "Where the value stands in the settings, or in an item of a list."),
        .init("label", .string()), .init("help", .string()), .init("kind", .string(choices: kinds)),
        .init(
            "caution", .object([.init("text", .string()), .init("until", .string())]), isRequired: false,
            description: "What a person has to agree to first, as long as the flag of this path is false."),
        .init("least", .integer(), isRequired: false), .init("most", .integer(), isRequired: false),
        .init("unit", .string(), isRequired: false), .init("placeholder", .string(), isRequired: false),
        .init("light", .string(), isRequired: false), .init("dark", .string(), isRequired: false),
        .init("item", .string(), isRequired: false, description: "What one of the list is called."),
        .init("isRequired", .boolean, isRequired: false),
        .init(
            "choices", .array(.object([.init("value", .string()), .init("label", .string())])), isRequired: false),
    ]

    /// A list has no list in it.
    private static let fieldSchema: Schema = .object(
        properties + [
            .init("fields", .array(.object(properties)), isRequired: false, description: "Of one of the list.")
        ])

    static let schema = Schema.named(
        "ClientForm",
        .object([
            .init(
                "sections",
                .array(
                    .object([
                        .init("label", .string()), .init("help", .string()), .init("fields", .array(fieldSchema)),
                    ]))),
            .init("masterSwitch", .string(), description: "The path of the switch without which nothing else counts."),
            .init(
                "snippet", .string(),
                description: "What stands in a customer's page; {clients} is the address the client is served below."),
            .init(
                "preview", .string(), isRequired: false,
                description: "Below that address: a page that shows the client as given settings would make it."),
        ]))
}

extension ClientFormView.Field {
    init(_ field: ClientForm.Field) {
        let caution = field.caution.map { ClientFormView.Caution(text: $0.text, until: $0.until) }
        func made(_ kind: String) -> Self {
            Self(path: field.path, label: field.label, help: field.help, kind: kind, caution: caution)
        }
        switch field.kind {
        case .toggle: self = made("toggle")
        case .name: self = made("name")
        case .text(let most, let placeholder, let isRequired):
            self = made("text")
            (self.most, self.placeholder, self.isRequired) = (most, placeholder, isRequired)
        case .number(let range, let unit):
            self = made("number")
            (least, most, self.unit) = (range.lowerBound, range.upperBound, unit)
        case .choice(let given):
            self = made("choice")
            choices = given.map(ClientFormView.Choice.init)
        case .choices(let given):
            self = made("choices")
            choices = given.map(ClientFormView.Choice.init)
        case .texts(let placeholder, let most):
            self = made("texts")
            (self.placeholder, self.most) = (placeholder, most)
        case .color(let light, let dark):
            self = made("color")
            (self.light, self.dark) = (light, dark)
        case .list(let given, let most, let item):
            self = made("list")
            (fields, self.most, self.item) = (given.map(Self.init), most, item)
        case .wording(let given):
            self = made("wording")
            choices = given.map(ClientFormView.Choice.init)
        }
    }
}

extension ClientFormView.Choice {
    init(_ choice: ClientForm.Choice) { self.init(value: choice.value, label: choice.label) }
}
