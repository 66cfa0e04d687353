import Foundation
import Gateway
import GatewayModel

extension RequestBody {
    /// Fields nobody knows are refused: a typing error must not pass for a choice.
    static func read(_ bytes: [UInt8]) throws -> Self {
        // RFC 8259, 8.1. The decoder sees only the texts that it is asked for.
        guard String(validating: bytes, as: UTF8.self) != nil else { throw Refusal.noDocument }
        do {
            return try JSONDecoder().decode(Strict<Self>.self, from: Data(bytes)).body
        } catch let error as DecodingError {
            throw Refusal(error)
        }
    }
}

extension Operation.Visit {
    /// The body as the operation's type.
    func decode<Body: RequestBody>(_: Body.Type = Body.self) throws -> Body { try Body.read(body) }
}

extension Operation.Call {
    /// The body as the operation's type.
    func decode<Body: RequestBody>(_: Body.Type = Body.self) throws -> Body { try Body.read(body) }

    /// The session of the person who calls. The audience of the operation has seen to it that there is one.
    func session() throws -> Session {
        guard let session = caller.session else { throw Admission.unknownCaller }
        return session
    }

    /// An id in the path. What cannot be one is as unknown as what is none.
    func id<Noun>(_ what: String) throws -> ID<Noun> {
        guard let id = ID<Noun>(parameters["id"] ?? "") else { throw Refusal.notFound(what) }
        return id
    }

    func contactPoint() throws -> ContactPointID {
        guard let id = ContactPointID(parameters["id"] ?? "") else { throw Refusal.notFound("contact point") }
        return id
    }

    /// Refuses a change of a document that is not as the request says.
    func requireMatch(_ tag: String) throws {
        guard let ifMatch else { return }
        let tags = ifMatch.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard tags.contains(tag) || tags == ["*"] else {
            throw Refusal(
                .changed, "changed-since",
                "Somebody has changed this since you read it; read it again, and decide anew.")
        }
    }

    var limit: Int {
        get throws {
            guard let text = query["limit"] else { return 50 }
            guard let limit = Int(text), (1...200).contains(limit) else {
                throw Refusal.invalid("limit", "it must be a number from 1 to 200.")
            }
            return limit
        }
    }

    /// A page by the ids of its rows.
    func page<Noun>(of _: Noun.Type = Noun.self) throws -> Page<ID<Noun>> {
        try page { ID<Noun>($0) }
    }

    func page<Cursor>(_ read: (String) -> Cursor?) throws -> Page<Cursor> {
        guard let text = query["cursor"] else { return Page(after: nil, limit: try limit) }
        guard let cursor = read(text) else { throw Refusal.invalid("cursor", "it is not one this list has given.") }
        return Page(after: cursor, limit: try limit)
    }
}

/// A body that a request may have.
protocol RequestBody: Decodable {
    static var schema: Schema { get }
}

/// Refuses fields that the schema does not know, then reads the rest.
private struct Strict<Body: RequestBody>: Decodable {
    let body: Body

    init(from decoder: any Decoder) throws {
        try Self.check(try decoder.container(keyedBy: AnyKey.self), against: Body.schema)
        body = try Body(from: decoder)
    }

    private static func check(_ fields: KeyedDecodingContainer<AnyKey>, against schema: Schema) throws {
        let properties = schema.properties
        for key in fields.allKeys {
            guard let property = properties.first(where: { $0.name == key.stringValue }) else {
                let known = properties.map(\.name).joined(separator: ", ")
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: fields, debugDescription: "there is no such field; there are: \(known).")
            }
            // What is no object where one belongs is the typed reading's to refuse.
            if !property.schema.properties.isEmpty,
                let nested = try? fields.nestedContainer(keyedBy: AnyKey.self, forKey: key)
            {
                try check(nested, against: property.schema)
            }
        }
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Refusal {
    /// What is wrong with a JSON document, by field.
    init(_ error: DecodingError) {
        switch error {
        case .typeMismatch(let type, let context):
            self = .invalid(Self.name(context.codingPath), "it must be \(Self.word(for: type)).")
        case .valueNotFound(_, let context):
            self = .invalid(Self.name(context.codingPath), "it must not be null.")
        case .keyNotFound(let key, let context):
            self = .invalid(Self.name(context.codingPath + [key]), "it is required.")
        case .dataCorrupted(let context) where !context.codingPath.isEmpty:
            self = .invalid(Self.name(context.codingPath), context.debugDescription)
        default:
            self = .noDocument
        }
    }

    fileprivate static let noDocument = Refusal(.malformed, "malformed-json", "The body is not a JSON document.")

    private static func name(_ path: [any CodingKey]) -> String {
        guard !path.isEmpty else { return "body" }
        return path.reduce(into: "") { name, key in
            if let index = key.intValue {
                name += "[\(index)]"
            } else {
                name += name.isEmpty ? key.stringValue : ".\(key.stringValue)"
            }
        }
    }

    private static func word(for type: Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is Int.Type, is Int64.Type, is Double.Type: "a number"
        case is [String].Type, is [Any].Type: "a list"
        default: "\(type)".contains("Dictionary") ? "an object" : "\(type)".contains("Array") ? "a list" : "an object"
        }
    }
}
