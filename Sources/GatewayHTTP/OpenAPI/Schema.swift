/// A JSON schema, as far as this API needs it.
indirect enum Schema: Sendable {
    case string(format: String? = nil, choices: [String]? = nil, length: ClosedRange<Int>? = nil)
    case integer(ClosedRange<Int>? = nil)
    case number
    case boolean
    case array(Schema, most: Int? = nil)
    case object([Property])
    /// An object whose fields are told elsewhere.
    case anyObject
    /// An object whose fields are named by something else: settings by key.
    case map(Schema)
    /// Any of several.
    case either([Schema])
    /// One that stands among the document's components under a name.
    case named(String, Schema)
    /// The same inside of itself.
    case itself(String)

    struct Property: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool
        let description: String?

        init(_ name: String, _ schema: Schema, isRequired: Bool = true, description: String? = nil) {
            self.name = name
            self.schema = schema
            self.isRequired = isRequired
            self.description = description
        }
    }

    static let time = Schema.string(format: "date-time")

    /// The fields of an object; none of anything else.
    var properties: [Property] {
        switch self {
        case .object(let properties): properties
        case .named(_, let schema): schema.properties
        default: []
        }
    }

    /// As it stands in the document.
    var json: JSON {
        switch self {
        case .string(let format, let choices, let length):
            var fields: [String: JSON] = ["type": "string"]
            if let format { fields["format"] = .string(format) }
            if let choices { fields["enum"] = .array(choices.map { .string($0) }) }
            if let length {
                fields["minLength"] = .integer(length.lowerBound)
                fields["maxLength"] = .integer(length.upperBound)
            }
            return .object(fields)
        case .integer(let range):
            var fields: [String: JSON] = ["type": "integer"]
            if let range {
                fields["minimum"] = .integer(range.lowerBound)
                fields["maximum"] = .integer(range.upperBound)
            }
            return .object(fields)
        case .number: return .object(["type": "number"])
        case .boolean: return .object(["type": "boolean"])
        case .array(let item, let most):
            var fields: [String: JSON] = ["type": "array", "items": item.json]
            if let most { fields["maxItems"] = .integer(most) }
            return .object(fields)
        case .anyObject: return .object(["type": "object"])
        case .map(let value): return .object(["type": "object", "additionalProperties": value.json])
        case .either(let schemas): return .object(["anyOf": .array(schemas.map(\.json))])
        case .named(let name, _), .itself(let name): return .object(["$ref": .string("#/components/schemas/\(name)")])
        case .object(let properties):
            return .object([
                "type": "object",
                "properties": .object(
                    Dictionary(uniqueKeysWithValues: properties.map { ($0.name, $0.json) })),
                "required": .array(properties.filter(\.isRequired).map { .string($0.name) }),
                "additionalProperties": false,
            ])
        }
    }

    /// Every named schema in this one, itself included.
    var named: [String: Schema] {
        switch self {
        case .named(let name, let schema): schema.named.merging([name: schema]) { first, _ in first }
        case .array(let item, _), .map(let item): item.named
        case .either(let schemas): schemas.reduce(into: [:]) { $0.merge($1.named) { first, _ in first } }
        case .object(let properties):
            properties.reduce(into: [:]) { $0.merge($1.schema.named) { first, _ in first } }
        case .string, .integer, .number, .boolean, .anyObject, .itself: [:]
        }
    }
}

extension Schema.Property {
    fileprivate var json: JSON {
        guard let description, case .object(var fields) = schema.json else { return schema.json }
        fields["description"] = .string(description)
        return .object(fields)
    }
}

/// A JSON document that is made, not read.
enum JSON: Encodable, Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case array([JSON])
    case object([String: JSON])

    init(stringLiteral value: String) { self = .string(value) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
