/// A CSV document that is too long to be held: read page by page along a key, each page in a short read of its own.
///
/// No row comes twice, and none is missed that was there all the time, however long the whole takes. What is changed
/// meanwhile shows as it was when its page was read.
public struct CSVDocument: Sendable {
    /// Rows in a page.
    static let pageSize = 500

    private let columns: [String]
    private let beginning: Reading

    private typealias Reading = @Sendable (any StoreTransaction) throws -> Piece

    private struct Piece: Sendable {
        let bytes: [UInt8]
        /// `nil` at the end.
        let rest: Reading?
    }

    public init<Row, Cursor: Sendable>(
        columns: [String], rows: @escaping @Sendable (Page<Cursor>, any StoreTransaction) throws -> [Row],
        cursor: @escaping @Sendable (Row) -> Cursor, cells: @escaping @Sendable (Row) -> [String]
    ) {
        self.columns = columns
        beginning = Self.reading(after: nil, rows, cursor, cells)
    }

    /// Writes the document down, by turns: a page is read when the sink has taken the one before.
    ///
    /// - Parameter permitted: asked in the transaction of each page; where it throws, the document breaks off.
    public func write(
        from store: any Store, permitted: @escaping @Sendable (any StoreTransaction) throws -> Void = { _ in },
        to sink: ([UInt8]) async throws -> Void
    ) async throws {
        var bytes: [UInt8] = []
        CSVRecord.append(columns, to: &bytes)
        var next: Reading? = beginning
        while let reading = next {
            let piece = try await store.read { transaction in
                try permitted(transaction)
                return try reading(transaction)
            }
            try await sink(bytes + piece.bytes)
            bytes = []
            next = piece.rest
        }
    }

    private static func reading<Row, Cursor: Sendable>(
        after last: Cursor?, _ rows: @escaping @Sendable (Page<Cursor>, any StoreTransaction) throws -> [Row],
        _ cursor: @escaping @Sendable (Row) -> Cursor, _ cells: @escaping @Sendable (Row) -> [String]
    ) -> Reading {
        { transaction in
            let found = try rows(Page(after: last, limit: pageSize), transaction)
            var bytes: [UInt8] = []
            for row in found { CSVRecord.append(cells(row), to: &bytes) }
            guard found.count == pageSize, let end = found.last else { return Piece(bytes: bytes, rest: nil) }
            return Piece(bytes: bytes, rest: reading(after: cursor(end), rows, cursor, cells))
        }
    }
}
