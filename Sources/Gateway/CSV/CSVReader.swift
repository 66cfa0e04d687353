/// Reads a CSV document as it comes, piece by piece, and holds no more than one record of it.
///
/// RFC 4180, and what programs make of it: lines end with CRLF, LF or CR, a byte order mark may stand in front, and the
/// first line tells whether commas or semicolons stand between cells. What cannot be read is the fault of its own line:
/// behind a quote that is never closed, reading goes on with the next line. Empty lines are left out.
public struct CSVReader: Sendable {
    public static let mostRecordBytes = 64 << 10
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    public struct Line: Sendable, Equatable {
        /// Counted from 1; of a record over several lines, its first.
        public let number: Int
        public let content: Result<[String], CSVFault>
    }

    /// The first bytes, until it can be told whether they are a byte order mark.
    private var beginning: [UInt8]? = []
    /// The first that stands outside quotes; a comma where the first line has none.
    private var separator: UInt8?
    private var place = CSVPlace.cellStart
    private var record: [UInt8] = []
    private var number = 1
    private var lineBreaks = 0
    /// Where in the record its second line begins.
    private var secondLine: Int?
    private var isBehindCarriageReturn = false
    /// In its first line is a quote where none may be: the record is none, and ends with that line.
    private var isAtFault = false
    /// Within a line that was too long.
    private var isSkipping = false
    /// What is read once more, for the line it was taken for is none.
    private var again: [UInt8] = []
    private var againIndex = 0

    public init() {}

    public mutating func read(_ bytes: [UInt8]) -> [Line] {
        var lines: [Line] = []
        guard var head = beginning else {
            for byte in bytes { take(byte, &lines) }
            return lines
        }
        head += bytes
        beginning = head
        guard head.count >= Self.byteOrderMark.count else { return [] }
        beginning = nil
        for byte in head.dropFirst(head.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0) {
            take(byte, &lines)
        }
        return lines
    }

    /// What is left when nothing more comes.
    public mutating func finish() -> [Line] {
        var lines: [Line] = []
        for byte in beginning ?? [] { take(byte, &lines) }
        beginning = nil
        repeat {
            end(before: nil, &lines)
            takeAgain(&lines)
        } while !record.isEmpty
        return lines
    }

    private mutating func take(_ byte: UInt8, _ lines: inout [Line]) {
        step(byte, &lines)
        takeAgain(&lines)
    }

    private mutating func takeAgain(_ lines: inout [Line]) {
        while againIndex < again.count {
            againIndex += 1
            step(again[againIndex - 1], &lines)
        }
        if !again.isEmpty { (again, againIndex) = ([], 0) }
    }

    private mutating func step(_ byte: UInt8, _ lines: inout [Line]) {
        let isSecondHalf = isBehindCarriageReturn && byte == CSVByte.lineFeed
        isBehindCarriageReturn = false
        if isSecondHalf { return }
        let endsLine = byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn
        if isSkipping {
            guard endsLine else { return }
            isSkipping = false
            number += 1
            isBehindCarriageReturn = byte == CSVByte.carriageReturn
            return
        }
        if endsLine, place != .quoted || isAtFault && byte == CSVByte.lineFeed {
            isBehindCarriageReturn = byte == CSVByte.carriageReturn
            end(before: byte, &lines)
            return
        }
        let isSeparator =
            separator.map { $0 == byte } ?? (byte == CSVByte.comma || byte == CSVByte.semicolon)
        if isSeparator, separator == nil, place != .quoted { separator = byte }
        let before = place
        place = before.behind(byte, isSeparator: isSeparator)
        record.append(byte)
        if place.isFault(of: byte, behind: before) {
            noteFault(separator ?? CSVByte.comma, &lines)
            return
        }
        if byte == CSVByte.lineFeed {
            lineBreaks += 1
            secondLine = secondLine ?? record.count
        }
        if record.count > Self.mostRecordBytes { giveUp(&lines) }
    }

    /// - Parameter byte: the line break that ended the record.
    private mutating func end(before byte: UInt8?, _ lines: inout [Line]) {
        let separator = separator ?? CSVByte.comma
        self.separator = separator
        let content = CSVRecord.cells(of: record, separator: separator)
        if case .failure(let fault) = content, let secondLine {
            goBack(to: secondLine, before: byte, fault, &lines)
            return
        }
        if !record.isEmpty { lines.append(Line(number: number, content: content)) }
        number += 1 + lineBreaks
        begin()
    }

    /// Nothing behind it can make a record of it. To read on for the quote that closes it would cost as much for every
    /// line as a record may have.
    private mutating func noteFault(_ separator: UInt8, _ lines: inout [Line]) {
        guard let secondLine, case .failure(let fault) = CSVRecord.cells(of: record, separator: separator) else {
            isAtFault = true
            return
        }
        goBack(to: secondLine, before: nil, fault, &lines)
    }

    private mutating func giveUp(_ lines: inout [Line]) {
        if let secondLine {
            goBack(to: secondLine, before: nil, .tooLong, &lines)
            return
        }
        lines.append(Line(number: number, content: .failure(.tooLong)))
        isSkipping = true
        begin()
    }

    /// Only the first line of the record was at fault, for all that is known.
    private mutating func goBack(to secondLine: Int, before byte: UInt8?, _ fault: CSVFault, _ lines: inout [Line]) {
        lines.append(Line(number: number, content: .failure(fault)))
        number += 1
        again = Array(record[secondLine...]) + (byte.map { [$0] } ?? []) + again[againIndex...]
        againIndex = 0
        isBehindCarriageReturn = false
        begin()
    }

    private mutating func begin() {
        record.removeAll(keepingCapacity: true)
        place = .cellStart
        isAtFault = false
        lineBreaks = 0
        secondLine = nil
    }
}

/// Where in a record a byte stands.
enum CSVPlace {
    case cellStart
    case plain
    case quoted
    /// Behind a quote that closes the cell, or is the first half of a quote in it.
    case behindQuote

    func behind(_ byte: UInt8, isSeparator: Bool) -> CSVPlace {
        switch self {
        case .quoted: byte == CSVByte.quote ? .behindQuote : .quoted
        case .cellStart where byte == CSVByte.quote, .behindQuote where byte == CSVByte.quote: .quoted
        case .cellStart, .plain, .behindQuote: isSeparator ? .cellStart : .plain
        }
    }

    /// Whether a byte that has led here from there can stand in no record.
    func isFault(of byte: UInt8, behind before: CSVPlace) -> Bool {
        self == .plain && (before == .behindQuote || before == .plain && byte == CSVByte.quote)
    }
}
