import ConnectorKit
import Foundation
import Gateway
import GatewayModel

// How the nouns stand in columns, both ways. A row that does not read is damage, and said so with its table's name.

extension SQLValue {
    static func id<Noun>(_ id: ID<Noun>?) -> SQLValue { id.map { .integer($0.rawValue) } ?? .null }
    static func time(_ moment: Timestamp?) -> SQLValue { moment.map { .integer($0.milliseconds) } ?? .null }
    static func text(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
    static func text(_ id: ContactPointID) -> SQLValue { .text(id.rawValue) }
    static func text(_ id: RoleID) -> SQLValue { .text(id.rawValue) }
    static func integer(_ number: Int) -> SQLValue { .integer(Int64(number)) }
    static func flag(_ flag: Bool) -> SQLValue { .integer(flag ? 1 : 0) }

    static func name<Name: RawRepresentable>(_ name: Name?) -> SQLValue where Name.RawValue == String {
        name.map { .text($0.rawValue) } ?? .null
    }

    private static let encoder = JSONEncoder()

    /// `NULL` for what is empty: most messages have no media.
    static func json<Value: Encodable & Collection>(_ value: Value) throws -> SQLValue {
        value.isEmpty ? .null : .text(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

extension SQLRow {
    func id<Noun>(_ column: Int) throws -> ID<Noun> { ID(rawValue: try some(integer(column))) }
    func optionalID<Noun>(_ column: Int) -> ID<Noun>? { integer(column).map { ID(rawValue: $0) } }
    func time(_ column: Int) throws -> Timestamp { Timestamp(milliseconds: try some(integer(column))) }
    func optionalTime(_ column: Int) -> Timestamp? { integer(column).map { Timestamp(milliseconds: $0) } }
    func string(_ column: Int) throws -> String { try some(text(column)) }
    func number(_ column: Int) throws -> Int { Int(try some(integer(column))) }
    func flag(_ column: Int) throws -> Bool { try some(integer(column)) != 0 }
    func contactPoint(_ column: Int) throws -> ContactPointID { try some(ContactPointID(string(column))) }
    func role(_ column: Int) throws -> RoleID { try some(RoleID(string(column))) }
    func platform(_ column: Int) throws -> Platform { Platform(rawValue: try string(column)) }

    func name<Name: RawRepresentable>(_ column: Int) throws -> Name where Name.RawValue == String {
        try some(Name(rawValue: string(column)))
    }

    func optionalName<Name: RawRepresentable>(_ column: Int) throws -> Name? where Name.RawValue == String {
        try text(column).map { try some(Name(rawValue: $0)) }
    }

    /// Two columns: kind and value.
    func address(_ column: Int) throws -> Address {
        Address(kind: AddressKind(rawValue: try string(column)), value: try string(column + 1))
    }

    /// Three columns: our code, the platform's, the explanation.
    func reason(_ column: Int) throws -> StatusReason? {
        guard let code = text(column) else { return nil }
        return StatusReason(code: code, platformCode: text(column + 1), explanation: try string(column + 2))
    }

    func json<Value: Decodable & Collection>(_ column: Int, empty: Value) throws -> Value {
        guard let text = text(column) else { return empty }
        return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }

    private func some<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw StoreFailure("A stored row cannot be read: a column has an unexpected value.") }
        return value
    }
}
