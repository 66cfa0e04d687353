/// A record of a CSV document, as RFC 4180 writes it down: cells between commas, CRLF at its end, and quotes around
/// a cell that holds one of these or a quote.
enum CSVRecord {
    /// The cells of a record, without the line break at its end.
    static func cells(of record: [UInt8], separator: UInt8) -> Result<[String], CSVFault> {
        var cells: [String] = []
        var cell: [UInt8] = []
        var place = CSVPlace.cellStart
        for byte in record {
            if byte == 0 { return .failure(.nul) }
            let (before, isSeparator) = (place, byte == separator)
            place = before.behind(byte, isSeparator: isSeparator)
            switch (before, place) {
            case (.plain, .plain) where byte == CSVByte.quote: return .failure(.quoteInside)
            case (.behindQuote, .plain): return .failure(.textBehindQuote)
            case (.cellStart, .quoted), (.quoted, .behindQuote): continue
            case (_, .cellStart):
                guard let text = String(validating: cell, as: UTF8.self) else { return .failure(.encoding) }
                cells.append(text)
                cell.removeAll(keepingCapacity: true)
            default: cell.append(byte)
            }
        }
        if place == .quoted { return .failure(.unclosedQuote) }
        guard let text = String(validating: cell, as: UTF8.self) else { return .failure(.encoding) }
        return .success(cells + [text])
    }

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
