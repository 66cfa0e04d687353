import Foundation
import GatewayModel

extension Operation.Reply {
    /// A document.
    static func json(_ value: some Encodable, status: Int = 200) throws -> Self {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Self(status: status, body: Array(try encoder.encode(value)))
    }

    static let nothing = Self(status: 204, body: [])
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

    /// A list that grows at its end: there is always a place to go on from.
    init(_ items: [Item], next: String) {
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

/// Times in RFC 3339, in UTC, with milliseconds.
enum TimeText {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    static func of(_ moment: Timestamp) -> String {
        Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000).formatted(style)
    }

    static func of(_ moment: Timestamp?) -> String? {
        moment.map(of)
    }

    /// With or without a fraction; `nil` for anything else.
    static func read(_ text: String) -> Timestamp? {
        let date = (try? style.parse(text)) ?? (try? Date.ISO8601FormatStyle().parse(text))
        return date.map { Timestamp(milliseconds: Int64(($0.timeIntervalSince1970 * 1000).rounded())) }
    }
}
