import Gateway
import Testing

@Suite("CSV: lines as they are read")
struct CSVReaderTests {
    struct Case: Sendable {
        let what: String
        let text: String
        /// Line number and cells between bars, or the fault.
        let lines: [String]
    }

    private static let cases = [
        Case(what: "CRLF", text: "a,b\r\nc,d\r\n", lines: ["1 a|b", "2 c|d"]),
        Case(what: "LF", text: "a,b\nc,d\n", lines: ["1 a|b", "2 c|d"]),
        Case(what: "CR", text: "a,b\rc,d\r", lines: ["1 a|b", "2 c|d"]),
        Case(what: "no line break at the end", text: "a,b\r\nc,d", lines: ["1 a|b", "2 c|d"]),
        Case(what: "nothing", text: "", lines: []),
        Case(what: "one byte", text: "a", lines: ["1 a"]),
        Case(what: "empty lines", text: "a\r\n\r\n\n\nb\n", lines: ["1 a", "5 b"]),
        Case(what: "empty cells", text: ",\n\"\",x\n", lines: ["1 |", "2 |x"]),
        Case(what: "quotes", text: "\"a,b\",\"say \"\"hi\"\"\"\n", lines: ["1 a,b|say \"hi\""]),
        Case(
            what: "line breaks in cells", text: "\"a\r\nb\",c\n\"d\n\ne\"\nf\n",
            lines: ["1 a\r\nb|c", "3 d\n\ne", "6 f"]),
        Case(what: "a byte order mark", text: "\u{FEFF}\"a\",b\n", lines: ["1 a|b"]),
        Case(what: "only a byte order mark", text: "\u{FEFF}", lines: []),
        Case(what: "semicolons", text: "a;b\nc,d;\"e;f\"\n", lines: ["1 a|b", "2 c,d|e;f"]),
        Case(what: "commas first", text: "a,b;c\n1;2,3\n", lines: ["1 a|b;c", "2 1;2|3"]),
        Case(what: "one column, then semicolons", text: "a\nb;c\n", lines: ["1 a", "2 b;c"]),
        Case(what: "a separator in quotes decides nothing", text: "\"a;b\",c\nd;e,f\n", lines: ["1 a;b|c", "2 d;e|f"]),
        Case(what: "spaces belong to cells", text: " a , b\n", lines: ["1  a | b"]),
        Case(what: "a quote inside", text: "a\"b,c\nd,e\n", lines: ["1 quoteInside", "2 d|e"]),
        Case(what: "text behind a quote", text: "\"a\"b,c\nd,e\n", lines: ["1 textBehindQuote", "2 d|e"]),
        Case(
            what: "a quote never closed", text: "a,b\n\"c,d\ne,f\ng,h",
            lines: ["1 a|b", "2 unclosedQuote", "3 e|f", "4 g|h"]),
        Case(what: "two of them", text: "\"a\n\"b\nc\n", lines: ["1 textBehindQuote", "2 unclosedQuote", "3 c"]),
        Case(
            what: "closed where it should not", text: "\"a\r\nb,\"c\"\r\nd\r\n",
            lines: ["1 textBehindQuote", "2 b|c", "3 d"]),
        Case(what: "a lone quote at the end", text: "a\n\"", lines: ["1 a", "2 unclosedQuote"]),
        Case(what: "NUL", text: "a\0,b\nc\n", lines: ["1 nul", "2 c"]),
    ]

    @Test("In one piece, byte by byte, and in threes", arguments: [Int.max, 1, 3])
    func table(piece: Int) {
        for one in Self.cases {
            #expect(lines(of: Array(one.text.utf8), inPiecesOf: piece) == one.lines, "\(one.what)")
        }
    }

    @Test("What is not UTF-8 is the fault of its line")
    func encoding() {
        let latin = Array("a,b\nM".utf8) + [0xFC] + Array("ller,c\nd,e\n".utf8)
        #expect(lines(of: latin) == ["1 a|b", "2 encoding", "3 d|e"])
        let utf16: [UInt8] = [0xFF, 0xFE] + Array("a,b\n".utf8).flatMap { [$0, UInt8(0)] }
        #expect(lines(of: utf16).first == "1 nul")
        #expect(lines(of: [0xEF, 0xBB]) == ["1 encoding"])
    }

    @Test("A line without end is dropped, and never held", arguments: [1000, Int.max])
    func endless(piece: Int) {
        let long = String(repeating: "x", count: 3 * CSVReader.mostRecordBytes)
        let text = "a,b\r\n\(long)\r\nc,d\r\n\"\(long)\"\r\ne,f\r\n"
        #expect(
            lines(of: Array(text.utf8), inPiecesOf: piece) == ["1 a|b", "2 tooLong", "3 c|d", "4 tooLong", "5 e|f"])
        let exact = String(repeating: "x", count: CSVReader.mostRecordBytes)
        #expect(lines(of: Array("\(exact)\ny\n".utf8)) == ["1 \(exact)", "2 y"])
    }

    @Test("Behind a quote that is never closed every line is read, however many there are")
    func unclosedForLong() {
        let count = 20_000
        let text = "a,b\n\"c,d\n" + (0..<count).map { "\($0),x\n" }.joined()
        let found = lines(of: Array(text.utf8), inPiecesOf: 4096)
        #expect(found.prefix(2) == ["1 a|b", "2 tooLong"])
        #expect(found.dropFirst(2) == (0..<count).map { "\($0 + 3) \($0)|x" }[...])
    }

    @Test("A file that opens a quote in every line costs no more than its bytes", .timeLimit(.minutes(1)))
    func openedAgainAndAgain() {
        // Read on to the quote that closes, each of these lines would cost 64 KiB: hours for a file of this size.
        let count = 200_000
        let text = "a,b\n" + String(repeating: "x\",\"\n", count: count) + "c,d\n"
        let found = lines(of: Array(text.utf8), inPiecesOf: 4096)
        #expect(found.count == count + 2)
        #expect(found.dropFirst().first == "2 quoteInside")
        #expect(found.last == "\(count + 2) c|d")
    }

    private func lines(of bytes: [UInt8], inPiecesOf size: Int = .max) -> [String] {
        var reader = CSVReader()
        var lines: [CSVReader.Line] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            lines += reader.read(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return (lines + reader.finish()).map { line in
            switch line.content {
            case .success(let cells): "\(line.number) \(cells.joined(separator: "|"))"
            case .failure(let fault): "\(line.number) \(fault)"
            }
        }
    }
}
