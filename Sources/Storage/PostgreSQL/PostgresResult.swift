import CPostgres

/// What a statement came to: rows in PostgreSQL's binary form, or how many were changed.
final class PostgresResult {
    let pointer: OpaquePointer

    /// - Returns: `nil` where libpq had nothing to give.
    init?(_ pointer: OpaquePointer?) {
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    deinit { PQclear(pointer) }

    var rowCount: Int32 { PQntuples(pointer) }
    var changedRows: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }
    /// The words with which the server names what it did.
    var tag: String { String(cString: PQcmdStatus(pointer)) }

    func each(_ row: (any SQLRow) throws -> Void) rethrows {
        for index in 0..<rowCount { try row(PostgresRow(result: self, index: index)) }
    }

    func rows<Value>(_ read: (any SQLRow) throws -> Value) rethrows -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(Int(rowCount))
        try each { values.append(try read($0)) }
        return values
    }
}

private struct PostgresRow: SQLRow {
    let result: PostgresResult
    let index: Int32

    /// Source: the catalog `pg_type`: these numbers are the same in every PostgreSQL.
    private enum TypeNumber {
        static let boolean: Oid = 16
        static let bytes: Oid = 17
        static let integer64: Oid = 20
        static let integer32: Oid = 23
        static let text: Oid = 25
        static let double: Oid = 701
    }

    func integer(_ column: Int) -> Int64? {
        guard let bytes = bytes(column) else { return nil }
        switch PQftype(result.pointer, Int32(column)) {
        case TypeNumber.integer64: return bytes.count == 8 ? bytes.loadUnaligned(as: Int64.self).bigEndian : nil
        case TypeNumber.integer32: return bytes.count == 4 ? Int64(bytes.loadUnaligned(as: Int32.self).bigEndian) : nil
        case TypeNumber.boolean: return bytes.count == 1 ? Int64(bytes[0]) : nil
        default: return nil
        }
    }

    func real(_ column: Int) -> Double? {
        guard let bytes = bytes(column), bytes.count == 8, type(column) == TypeNumber.double else { return nil }
        return Double(bitPattern: bytes.loadUnaligned(as: UInt64.self).bigEndian)
    }

    func text(_ column: Int) -> String? {
        guard type(column) == TypeNumber.text else { return nil }
        return bytes(column).map { String(decoding: $0, as: UTF8.self) }
    }

    func blob(_ column: Int) -> [UInt8]? {
        guard type(column) == TypeNumber.bytes else { return nil }
        return bytes(column).map { Array($0) }
    }

    private func type(_ column: Int) -> Oid { PQftype(result.pointer, Int32(column)) }

    /// Valid for as long as the result is.
    private func bytes(_ column: Int) -> UnsafeRawBufferPointer? {
        guard PQgetisnull(result.pointer, index, Int32(column)) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result.pointer, index, Int32(column)),
            count: Int(PQgetlength(result.pointer, index, Int32(column))))
    }
}
