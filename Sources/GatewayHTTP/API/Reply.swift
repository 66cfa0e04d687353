import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension Operation.Reply {
    /// A document.
    static func json(_ value: some Encodable, status: Int = 200) throws -> Self {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Self(status: status, body: Array(try encoder.encode(value)))
    }

    static let nothing = Self(status: 204, body: [])

    var response: Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        if !body.isEmpty { headers[.contentType] = "application/json" }
        if let tag { headers[.eTag] = tag }
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    func read<Value: Decodable>(_: Value.Type) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(body))
    }
}

/// A page of a list.
struct ListView<Item: Encodable>: Encodable {
    let items: [Item]
    /// The cursor of the next page, if there may be one.
    let next: String?

    init(_ items: [Item], limit: Int, cursor: (Item) -> String) {
        self.items = items
        next = items.count == limit ? items.last.map(cursor) : nil
    }

    /// A list that knows its own place to go on from.
    init(_ items: [Item], next: String?) {
        self.items = items
        self.next = next
    }

    init(all items: [Item]) {
        self.items = items
        next = nil
    }

    static func schema(of item: Schema) -> Schema {
        .object([
            .init("items", .array(item)),
            .init(
                "next", .string(), isRequired: false, description: "The cursor of the next page, if there may be one."),
        ])
    }
}
