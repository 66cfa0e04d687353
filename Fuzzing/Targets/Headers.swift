import HTTPTypes

@testable import CurlTransport

extension FuzzTarget {
    /// The head of an answer is bounded, and no value of it holds a line's end.
    static let headers = FuzzTarget("headers") { bytes in
        var head = ReplyHead()
        var isTaken = true
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = Array(line) + [UInt8(ascii: "\n")]
            isTaken = isTaken && line.withUnsafeBytes { head.read($0) }
        }
        hold(isTaken || bytes.count + 1 > ReplyHead.maximumBytes, "what is short enough is taken")
        for field in head.headers {
            hold(!field.value.utf8.contains { $0 == 0 || $0 == 0x0A || $0 == 0x0D }, "a value is one line")
        }
    }
}
