import Foundation

/// An OpenAPI document, as a judge of answers: path, status, content type and schema.
///
/// It knows the words of JSON Schema that the document uses, and complains of any other, so that it never passes
/// what it does not understand.
struct OpenAPI: Sendable {
    private let document: JSONValue

    init(_ bytes: [UInt8]) throws {
        document = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    /// Every operation: method, path with its parameters in braces, and what is said of it.
    var operations: [(method: String, path: String, operation: JSONValue)] {
        document["paths"].object.flatMap { path, methods in
            methods.object.map { (method: $0.key.uppercased(), path: path, operation: $0.value) }
        }
    }

    func complaints(
        about method: String, path: String, status: Int, contentType: String?, _ body: JSONValue
    ) -> [String] {
        guard let operation = operations.first(where: { $0.method == method && matches($0.path, path) })?.operation
        else { return status == 404 ? [] : ["no such operation in the document"] }
        let response = operation["responses"][String(status)]
        guard case .object = response else { return ["the status \(status) is not documented"] }
        let contents = response["content"].object
        if contents.isEmpty { return body == .null ? [] : ["there should be no body"] }
        guard let content = contents[contentType ?? ""] else {
            return ["the content type is \(contentType ?? "missing"), not one of \(contents.keys.sorted())"]
        }
        return complaints(body, content["schema"], at: "body")
    }

    /// About an event that a subscriber was called with.
    func complaints(aboutEvent event: JSONValue) -> [String] {
        let webhook = document["webhooks"][event["type"].string ?? ""]["post"]
        guard case .object = webhook else { return ["no such event in the document: \(event["type"])"] }
        return complaints(event, webhook["requestBody"]["content"]["application/json"]["schema"], at: "event")
    }

    private func matches(_ template: String, _ path: String) -> Bool {
        let (pieces, given) = (template.split(separator: "/"), path.split(separator: "/"))
        return pieces.count == given.count && zip(pieces, given).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }

    private func complaints(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        if let reference = schema["$ref"].string {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            return complaints(value, document["components"]["schemas"][name], at: place)
        }
        let known: Set = [
            "type", "format", "enum", "minLength", "maxLength", "minimum", "maximum", "items", "maxItems",
            "properties", "required", "additionalProperties", "description",
        ]
        let unknown = schema.object.keys.filter { !known.contains($0) }
        guard unknown.isEmpty, let type = schema["type"].string else { return ["\(place): a schema nobody can judge"] }
        return switch type {
        case "string": text(value, schema, at: place)
        case "integer", "number": number(value, schema, at: place)
        case "boolean": value.bool == nil ? ["\(place): no boolean"] : []
        case "array": list(value, schema, at: place)
        case "object": object(value, schema, at: place)
        default: ["\(place): unknown type \(type)"]
        }
    }

    private func text(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        guard let text = value.string else { return ["\(place): no string"] }
        let choices = schema["enum"].array.compactMap(\.string)
        if !choices.isEmpty && !choices.contains(text) { return ["\(place): \(text) is none of \(choices)"] }
        if schema["format"].string == "date-time",
            text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) == nil
        {
            return ["\(place): \(text) is no time"]
        }
        return []
    }

    private func number(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        guard let number = value.number else { return ["\(place): no number"] }
        if schema["type"].string == "integer" && number != number.rounded() { return ["\(place): no integer"] }
        if let least = schema["minimum"].number, number < least { return ["\(place): below \(least)"] }
        if let most = schema["maximum"].number, number > most { return ["\(place): above \(most)"] }
        return []
    }

    private func list(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        guard case .array(let items) = value else { return ["\(place): no list"] }
        return items.enumerated().flatMap { complaints($1, schema["items"], at: "\(place)[\($0)]") }
    }

    private func object(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
        guard case .object(let fields) = value else { return ["\(place): no object"] }
        let properties = schema["properties"].object
        let missing = schema["required"].array.compactMap(\.string).filter { fields[$0] == nil }
        return missing.map { "\(place): \($0) is missing" }
            + fields.flatMap { name, field -> [String] in
                if let property = properties[name] { return complaints(field, property, at: "\(place).\(name)") }
                if case .object = schema["additionalProperties"] {
                    return complaints(field, schema["additionalProperties"], at: "\(place).\(name)")
                }
                return ["\(place): \(name) is not documented"]
            }
    }
}
