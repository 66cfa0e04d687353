import HTTPTypes
import Testing

@testable import CurlTransport

struct ReplyHeadTests {
    @Test(
        arguments: [
            (["HTTP/1.1 200 OK\r\n", "A: 1\r\n", "a:2\r\n", "\r\n"], ["A=1", "a=2"]),
            (["HTTP/2 200\r\n", "a: 1 \t\r\n", "\r\n"], ["a=1"]),
            (["HTTP/1.1 100 Continue\r\n", "Early: 1\r\n", "\r\n", "HTTP/1.1 200\r\n", "A: 1\r\n"], ["A=1"]),
            (["HTTP/1.1 200 OK\r\n", "A: one\r\n", "  two\r\n", "\tthree\r\n"], ["A=one two three"]),
            (["HTTP/1.1 200 OK\r\n", " folded onto nothing\r\n"], []),
            (["HTTP/1.1 200 OK\r\n", "A:\r\n", "B:   \r\n"], ["A=", "B="]),
            (["HTTP/1.1 200 OK\r\n", "A: b: c\r\n"], ["A=b: c"]),
            (["HTTP/1.1 200 OK\r\n", "no colon\r\n", "bad name: 1\r\n", ": 1\r\n", "A: 1\n"], ["A=1"]),
            (["HTTP/1.1 200 OK\r\n", "A: 1\r\n", "\r\n", "Trailer: 1\r\n"], ["A=1"]),
        ])
    func fields(_ lines: [String], expected: [String]) {
        var head = ReplyHead()
        for line in lines {
            let isRead = head.read(line)
            #expect(isRead)
        }
        #expect(head.headers.map { "\($0.name.rawName)=\($0.value)" } == expected)
    }

    @Test("Interim replies count too, so that there cannot be any number of them")
    func limit() {
        var head = ReplyHead()
        var count = 0
        while head.read("HTTP/1.1 100 Continue\r\n") { count += 1 }
        #expect(count == ReplyHead.maximumBytes / 23)
    }
}

extension ReplyHead {
    fileprivate mutating func read(_ line: String) -> Bool {
        Array(line.utf8).withUnsafeBytes { read($0) }
    }
}
