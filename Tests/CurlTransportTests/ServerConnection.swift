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

    /// From here on everything goes to and comes from a server on another port.
    func relay(to port: UInt16) {
        let other = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        let connected = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(other, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        precondition(connected == 0, "nobody listens")
        let client = socket
        Thread.detachNewThread {
            Self.copy(from: other, to: client)
            Glibc.close(other)
        }
        Self.copy(from: client, to: other)
    }

    private static func copy(from source: Int32, to sink: Int32) {
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(source, &chunk, chunk.count)
            if count <= 0 { break }
            if send(sink, chunk, count, Int32(MSG_NOSIGNAL)) != count { break }
        }
        shutdown(sink, Int32(SHUT_WR))
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
