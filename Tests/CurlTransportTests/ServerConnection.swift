import Foundation
import Glibc

/// The server's end of one connection. Stays on the thread it was made on.
final class ServerConnection {
    private let socket: Int32
    private let log: RequestLog
    private var buffer: [UInt8] = []
    private var isOpen = true
    /// The client has closed.
    private var isEnded = false

    init(_ socket: Int32, _ log: RequestLog) {
        self.socket = socket
        self.log = log
    }

    /// The next request with its whole body, also kept in the log; `nil` where the client closed.
    func readRequest() -> ReceivedRequest? {
        let separator = Array("\r\n\r\n".utf8)
        var head: Range<Int>?
        repeat {
            head = buffer.firstRange(of: separator)
        } while head == nil && readMore()
        guard let head else { return nil }
        let lines = String(decoding: buffer[..<head.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        var request = ReceivedRequest(line: lines[0], headers: Array(lines.dropFirst()), body: [])
        let length = request.values(of: "Content-Length").first.flatMap(Int.init) ?? 0
        buffer.removeFirst(head.upperBound)
        while buffer.count < length { if !readMore() { return nil } }
        request.body = Array(buffer.prefix(length))
        buffer.removeFirst(length)
        log.note(request)
        return request
    }

    /// Blocks until the server has received so many requests on all its connections.
    func awaitRequests(_ count: Int) {
        log.block(untilRequests: count)
    }

    /// Reads the beginning of a request.
    func readSome() {
        _ = readMore()
    }

    /// Blocks until the client closes.
    func waitForClose() {
        while readMore() {}
    }

    /// `false` where the client does not want it.
    @discardableResult
    func write(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    func close() {
        guard isOpen else { return }
        isOpen = false
        Glibc.close(socket)
        log.noteClosedByServer()
    }

    /// Closes in the way of a program that crashed: the client sees a reset.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        close()
    }

    private func readMore() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = read(socket, &chunk, chunk.count)
        if count <= 0 {
            if !isEnded { log.noteClosedByClient() }
            isEnded = true
            return false
        }
        buffer += chunk[..<count]
        return true
    }
}
