internal import MockPlatform

/// The parameters of a request to the Graph API, wherever they stand: in the query, in a form, in the parts of a
/// multipart form or in a JSON body.
struct GraphParameters {
    private var values: [String: JSON] = [:]
    private(set) var files: [String: MultipartForm.Part] = [:]

    init(_ request: MockRequest) throws(GraphError) {
        add(request.query)
        switch request.mediaType {
        case _ where request.body.isEmpty: return
        case "application/json":
            guard let members = JSON(parsing: request.body)?.members else {
                throw .parameter("The body is no JSON object.")
            }
            for member in members { values[member.name] = member.value }
        case "multipart/form-data":
            guard let form = MultipartForm(request) else { throw .parameter("The body is no multipart form.") }
            for part in form.parts {
                if part.fileName == nil {
                    values[part.name] = .string(String(decoding: part.bytes, as: UTF8.self))
                } else {
                    files[part.name] = part
                }
            }
        default:
            add(request.form)
        }
    }

    private mutating func add(_ form: FormFields) {
        for field in form.fields where values[field.name] == nil { values[field.name] = .string(field.value) }
    }

    /// As text, whichever way it was written; `nil` where it is absent or empty.
    subscript(name: String) -> String? {
        switch values[name] {
        case .string(let text): text.isEmpty ? nil : text
        case .integer(let number): String(number)
        case .bool(let value): value ? "true" : "false"
        default: nil
        }
    }

    /// An object, which forms carry as JSON text; the documentation's examples write it in single quotes.
    func object(_ name: String) throws(GraphError) -> JSON? {
        let read: JSON?
        switch values[name] {
        case nil, .null: return nil
        case .string(let text): read = JSON(parsing: Array(text.utf8), singleQuotes: true)
        case .some(let given): read = given
        }
        guard let value = read, value.members != nil else { throw .parameter("param \(name) must be a JSON object.") }
        return value
    }

    /// A list, as text with commas or as a JSON list.
    func list(_ name: String) throws(GraphError) -> [String]? {
        let read: [JSON]?
        switch values[name] {
        case nil, .null: return nil
        case .string(let text):
            guard text.hasPrefix("[") else {
                return text.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
            }
            read = JSON(parsing: Array(text.utf8), singleQuotes: true)?.elements
        case .some(let given): read = given.elements
        }
        guard let elements = read, elements.allSatisfy({ $0.text != nil }) else {
            throw .parameter("param \(name) must be an array of strings.")
        }
        return elements.compactMap(\.text)
    }

    /// Those of these names, as JSON, in the order of their names.
    func members(of names: Set<String>) -> [JSON.Member] {
        names.sorted().compactMap { name in
            guard let value = values[name] else { return nil }
            let read = value.text.flatMap { JSON(parsing: Array($0.utf8), singleQuotes: true) }
            return JSON.Member(name, read ?? value)
        }
    }

    /// The names of the fields that are asked for, without what they ask of theirs in braces.
    var fields: [String]? {
        guard let text = self["fields"] else { return nil }
        var names = [""]
        var depth = 0
        for character in text where !character.isWhitespace {
            switch character {
            case "{", "(": depth += 1
            case "}", ")": depth -= 1
            case "," where depth == 0: names.append("")
            case _ where depth == 0: names[names.count - 1].append(character)
            default: continue
            }
        }
        // `picture.type(large)` asks for `picture`.
        return names.map { String($0.prefix { $0 != "." }) }.filter { !$0.isEmpty }
    }
}
