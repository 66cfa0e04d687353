@testable import Gateway

extension FuzzTarget {
    /// Read in any pieces, a document has the same lines; and its records, written down, read as themselves.
    static let csv = FuzzTarget("csv") { bytes in
        // The first byte says how the document comes.
        let document = Array(bytes.dropFirst())
        let whole = lines(of: [document])
        hold(whole.count <= document.count, "no more lines than bytes")
        for width in [1, 2 + Int(bytes.first ?? 0)] {
            let pieces = stride(from: 0, to: document.count, by: width).map { start in
                Array(document[start..<min(start + width, document.count)])
            }
            hold(lines(of: pieces) == whole, "the same in pieces of \(width)")
        }
        hold(zip(whole, whole.dropFirst()).allSatisfy { $0.number < $1.number }, "line numbers grow")

        let records = whole.compactMap { try? $0.content.get() }.filter { $0 != [""] }
        // The first line says which separator a document has; ours are written with commas.
        var written = Array("a,b\r\n".utf8)
        for record in records { CSVRecord.append(record, to: &written) }
        hold(
            lines(of: [written]).dropFirst().map { try? $0.content.get() } == records,
            "written records read as themselves")
    }

    /// The same beginning over and over, as long as an import is read at once: no document costs more than its bytes.
    /// libFuzzer's time limit is what holds it.
    static let csvLong = FuzzTarget("csv-long") { bytes in
        guard !bytes.isEmpty, bytes.count <= 64 else { return }
        let document = Array(repeatElement(bytes, count: (256 << 10) / bytes.count).joined())
        hold(lines(of: [document]).count <= document.count, "no more lines than bytes")
    }

    private static func lines(of pieces: [[UInt8]]) -> [CSVReader.Line] {
        var reader = CSVReader()
        return pieces.flatMap { reader.read($0) } + reader.finish()
    }
}
