import Foundation
import Glibc

/// A server on 127.0.0.1 that does to each connection what its script says, well-mannered or not.
///
/// Each connection has a thread of its own, so that a script may simply block.
final class LoopbackServer: Sendable {
    typealias Script = @Sendable (ServerConnection) -> Void

    let port: UInt16
    let log = RequestLog()
    private let listener: Int32

    init(backlog: Int32 = 512, _ script: @escaping Script) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { [listener] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                precondition(bind(listener, address, length) == 0, "no port is free")
                precondition(listen(listener, backlog) == 0, "no port is free")
                getsockname(listener, address, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [listener, log] in
            while true {
                let socket = accept(listener, nil, nil)
                if socket < 0 { break }
                log.noteConnection()
                Thread.detachNewThread {
                    let connection = ServerConnection(socket, log)
                    script(connection)
                    connection.close()
                }
            }
            close(listener)
        }
    }

    deinit {
        // Ends the wait of the accepting thread, which then closes the socket.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    var url: String { "http://127.0.0.1:\(port)/secret-path?secret=query" }
}

/// Says yes to everything: one reply for each request, on as many connections as the client likes.
extension LoopbackServer {
    static func replying(_ reply: String = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") -> LoopbackServer {
        LoopbackServer { connection in
            while connection.readRequest() != nil { connection.write(reply) }
        }
    }

    /// A port where nobody listens.
    static func unusedPort() -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(descriptor, address, length)
                getsockname(descriptor, address, &length)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }
}
