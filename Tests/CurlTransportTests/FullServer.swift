import Glibc

/// A listening socket whose queue is full: whoever connects waits for ever.
final class FullServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let fillers: [Int32]

    init() {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var fillers: [Int32] = []
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = bind(listener, address, length)
                listen(listener, 0)
                getsockname(listener, address, &length)
                for _ in 0..<8 {
                    let filler = socket(
                        AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
                    _ = connect(filler, address, length)
                    fillers.append(filler)
                }
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        self.listener = listener
        self.fillers = fillers
    }

    deinit {
        for descriptor in fillers + [listener] { close(descriptor) }
    }
}
