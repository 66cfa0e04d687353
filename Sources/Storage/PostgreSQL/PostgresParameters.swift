/// The values of a statement, as libpq takes them: numbers and texts as text, bytes as they are.
///
/// As text, a number fits whatever integer type PostgreSQL finds its parameter to be. All of a statement lie side by
/// side in one piece of memory.
struct PostgresParameters {
    private var bytes: [UInt8] = []
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ values: [SQLValue]) {
        for value in values { append(value) }
    }

    private mutating func append(_ value: SQLValue) {
        let start = bytes.count
        var isBinary = false
        switch value {
        case .null:
            starts.append(nil)
            lengths.append(0)
            formats.append(0)
            return
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .real(let number): bytes.append(contentsOf: String(number).utf8)
        case .text(let text):
            // No text of PostgreSQL holds a NUL.
            if text.utf8.contains(0) {
                bytes.append(contentsOf: text.replacing("\0", with: "\u{FFFD}").utf8)
            } else {
                bytes.append(contentsOf: text.utf8)
            }
        case .blob(let blob):
            bytes.append(contentsOf: blob)
            isBinary = true
        }
        starts.append(start)
        lengths.append(Int32(bytes.count - start))
        formats.append(isBinary ? 1 : 0)
        bytes.append(0)
    }

    /// Calls with the count, the values, their lengths and formats.
    func withPointers<Result>(
        _ body: (Int32, [UnsafePointer<CChar>?], [Int32], [Int32]) throws -> Result
    ) rethrows -> Result {
        try bytes.withUnsafeBytes { memory in
            let base = memory.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = starts.map { start in start.flatMap { offset in base.map { $0 + offset } } }
            return try body(Int32(starts.count), pointers, lengths, formats)
        }
    }
}
