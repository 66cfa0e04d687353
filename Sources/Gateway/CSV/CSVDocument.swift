/// A CSV document of any length: read page by page along a key.
///
/// No row comes twice, and none is missed that was there all the time, however long the whole takes. What is changed
/// meanwhile shows as it was when its page was read.
public struct CSVDocument: Sendable {
    /// Rows in a page.
    static let pageSize = 500

    public let pages: LongDocument

    public init<Row, Cursor: Sendable>(
        columns: [String], rows: @escaping @Sendable (Page<Cursor>, any StoreTransaction) throws -> [Row],
        cursor: @escaping @Sendable (Row) -> Cursor, cells: @escaping @Sendable (Row) -> [String]
    ) {
        var header: [UInt8] = []
        CSVRecord.append(columns, to: &header)
        pages = LongDocument(Self.reading(header, after: nil, rows, cursor, cells))
    }

    private static func reading<Row, Cursor: Sendable>(
        _ header: [UInt8] = [], after last: Cursor?,
        _ rows: @escaping @Sendable (Page<Cursor>, any StoreTransaction) throws -> [Row],
        _ cursor: @escaping @Sendable (Row) -> Cursor, _ cells: @escaping @Sendable (Row) -> [String]
    ) -> LongDocument.Reading {
        { transaction in
            let found = try rows(Page(after: last, limit: pageSize), transaction)
            var bytes = header
            for row in found { CSVRecord.append(cells(row), to: &bytes) }
            guard found.count == pageSize, let end = found.last else {
                return LongDocument.Piece(bytes: bytes, rest: nil)
            }
            return LongDocument.Piece(bytes: bytes, rest: reading(after: cursor(end), rows, cursor, cells))
        }
    }
}
