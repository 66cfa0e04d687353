/// A record of a CSV document, as RFC 4180 writes it down: cells between commas, CRLF at its end, and quotes around
/// a cell that holds one of these or a quote.
enum CSVRecord {
    static func append(_ cells: [String], to bytes: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(CSVByte.comma) }
            append(cell, to: &bytes)
        }
        bytes.append(CSVByte.carriageReturn)
        bytes.append(CSVByte.lineFeed)
    }

    private static func append(_ cell: String, to bytes: inout [UInt8]) {
        guard cell.utf8.contains(where: mustBeQuoted) else {
            bytes.append(contentsOf: cell.utf8)
            return
        }
        bytes.append(CSVByte.quote)
        for byte in cell.utf8 {
            bytes.append(byte)
            if byte == CSVByte.quote { bytes.append(byte) }
        }
        bytes.append(CSVByte.quote)
    }

    private static func mustBeQuoted(_ byte: UInt8) -> Bool {
        byte == CSVByte.quote || byte == CSVByte.comma || byte == CSVByte.carriageReturn || byte == CSVByte.lineFeed
    }
}

/// The bytes that mean something in a CSV document.
enum CSVByte {
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let semicolon = UInt8(ascii: ";")
    static let carriageReturn = UInt8(ascii: "\r")
    static let lineFeed = UInt8(ascii: "\n")
}
