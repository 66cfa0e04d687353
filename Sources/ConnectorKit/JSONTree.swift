import Foundation

/// JSON as it comes, whatever its shape: platforms add fields and kinds of events at any time, and none may be lost.
public enum JSONTree: Decodable, Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case fields([String: JSONTree])

    /// Platforms nest about a dozen deep; a decoder calls itself for each level.
    private static let mostLevels = 32

    /// `nil` where it is no JSON, or nested deeper than anything a platform sends.
    public init?(reading bytes: [UInt8]) {
        guard Self.isShallow(bytes), let tree = try? JSONDecoder().decode(JSONTree.self, from: Data(bytes)) else {
            return nil
        }
        self = tree
    }

    /// Decodes whatever stands there.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        // What is most frequent comes first: each attempt that fails costs an error.
        if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let fields = try? value.decode([String: JSONTree].self) {
            self = .fields(fields)
        } else if let integer = try? value.decode(Int64.self) {
            self = .integer(integer)
        } else if let list = try? value.decode([JSONTree].self) {
            self = .list(list)
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if value.decodeNil() {
            self = .null
        } else {
            self = .number(try value.decode(Double.self))
        }
    }

    private static func isShallow(_ bytes: [UInt8]) -> Bool {
        var (levels, isInText, isEscaped) = (0, false, false)
        for byte in bytes {
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                levels += 1
                if levels > mostLevels { return false }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): levels -= 1
            default: break
            }
        }
        return true
    }
}

extension JSONTree: Encodable {
    /// Encodes whatever stands there.
    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .integer(let integer): try value.encode(integer)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .fields(let fields): try value.encode(fields)
        }
    }

    /// As JSON, with the names of fields in their order: the same tree gives the same bytes.
    public var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Only a number that is none, infinite or not one at all, cannot be written.
        return (try? encoder.encode(self)).map(Array.init) ?? Array("null".utf8)
    }
}

extension JSONTree {
    /// The field of that name; `nil` where this is no object, or has none.
    public subscript(name: String) -> JSONTree? {
        guard case .fields(let fields) = self else { return nil }
        return fields[name]
    }

    /// The fields of an object; none of anything else.
    public var fields: [String: JSONTree] {
        guard case .fields(let fields) = self else { return [:] }
        return fields
    }

    /// The items of a list; none of anything else.
    public var list: [JSONTree] {
        guard case .list(let list) = self else { return [] }
        return list
    }

    /// The text, where it is one.
    public var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    /// An id: a text as a rule, a number where the platform was careless.
    public var id: String? {
        switch self {
        case .text(let text): text.isEmpty ? nil : text
        case .integer(let number): String(number)
        default: nil
        }
    }

    /// A whole number, also one that is written as a text.
    public var integer: Int64? {
        switch self {
        case .integer(let number): number
        case .number(let number): Int64(exactly: number.rounded())
        case .text(let text): Int64(text)
        default: nil
        }
    }

    /// Also the text `"true"`, which some platforms' samples have.
    public var isTrue: Bool { self == .bool(true) || self == .text("true") }

    /// What it says, leaf by leaf, under names such as `referral.ref` and `attachments.0.type`; bounded, for it is
    /// stored with a message.
    public func leaves() -> [String: String] {
        var leaves: [String: String] = [:]
        collect(into: &leaves, under: "")
        return leaves
    }

    private static let mostLeaves = 100
    private static let longestLeaf = 2000

    private func collect(into leaves: inout [String: String], under name: String) {
        guard leaves.count < Self.mostLeaves else { return }
        let prefix = name.isEmpty ? "" : name + "."
        switch self {
        case .null: break
        case .bool(let value): leaves[name] = value ? "true" : "false"
        case .integer(let number): leaves[name] = String(number)
        case .number(let number): leaves[name] = String(number)
        case .text(let text): if !text.isEmpty { leaves[name] = String(text.prefix(Self.longestLeaf)) }
        case .list(let items):
            for (index, item) in items.enumerated() { item.collect(into: &leaves, under: prefix + String(index)) }
        case .fields(let fields):
            for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
                value.collect(into: &leaves, under: prefix + String(key.prefix(100)))
            }
        }
    }
}
