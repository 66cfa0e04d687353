import HTTPTypes

/// Reads the head of a reply, a line at a time as libcurl hands them over.
struct ReplyHead {
    /// Of all lines together, those of interim replies included.
    static let maximumBytes = 64 << 10

    private(set) var headers = HTTPFields()
    private var bytes = 0
    /// The empty line has come.
    private(set) var isComplete = false

    /// `false` where there is more than a head may have.
    mutating func read(_ line: UnsafeRawBufferPointer) -> Bool {
        bytes += line.count
        guard bytes <= Self.maximumBytes else { return false }
        if line.starts(with: "HTTP/".utf8) {
            // What came before belonged to an interim reply, such as 103 with its hints.
            headers = HTTPFields()
            isComplete = false
        } else if line.allSatisfy({ $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }) {
            isComplete = true
        } else if !isComplete {
            // What follows the empty line would be trailers: nobody asked for them, and nobody signs them.
            readField(line)
        }
        return true
    }

    private mutating func readField(_ line: UnsafeRawBufferPointer) {
        guard let first = line.first else { return }
        if Self.isSpace(first) {
            // The obsolete folding of a long value over several lines.
            guard let last = headers.last else { return }
            headers[headers.endIndex - 1] = HTTPField(name: last.name, value: last.value + " " + Self.text(line[...]))
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
        {
            headers.append(HTTPField(name: name, value: Self.text(line[(colon + 1)...])))
        }
    }

    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\n")
    }
}
