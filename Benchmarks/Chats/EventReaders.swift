import Foundation
import Glibc
import Synchronization

/// Pages that each hold one event stream: sockets on one thread, which notes how long ago what comes was said. A client
/// library for each would cost more than what is measured.
final class EventReaders: Sendable {
    private let latencies = Mutex<[Duration]>([])
    private let opened = Counter()
    private let isEnding = Mutex(false)

    /// What stands before the moment in a message: `"text":"at 123456"`.
    static let mark = Array(#""text":"at "#.utf8)

    static func text(at moment: UInt64 = now()) -> String { "at \(moment)" }

    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Opens a stream for each request, and reads until told to stop.
    func open(port: Int, requests: [String]) throws {
        let sockets = try requests.map { request in
            let descriptor = try Self.connect(port: port)
            var bytes = Array(request.utf8)[...]
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 else { throw BenchFailure("a stream cannot be asked for") }
                bytes = bytes.dropFirst(count)
            }
            return descriptor
        }
        Thread.detachNewThread { [self] in
            read(sockets)
            for socket in sockets { close(socket) }
        }
    }

    /// How many have heard anything yet.
    var openCount: Int { opened.count }
    var heard: Int { latencies.withLock { $0.count } }

    func take() -> [Duration] {
        latencies.withLock { latencies in
            defer { latencies = [] }
            return latencies
        }
    }

    func stop() { isEnding.withLock { $0 = true } }

    private static func connect(port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw BenchFailure("no socket is left: see ulimit -n") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw BenchFailure("a stream cannot connect") }
        return descriptor
    }

    /// Looks at all of them again and again, a millisecond apart: that much more stands in every time, whoever is measured.
    private func read(_ sockets: [Int32]) {
        var watched = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var known: Set<Int32> = []
        while !isEnding.withLock({ $0 }) {
            usleep(1000)
            guard poll(&watched, nfds_t(watched.count), 200) > 0 else { continue }
            let moment = Self.now()
            for index in watched.indices where watched[index].revents != 0 {
                let length = Glibc.read(watched[index].fd, &buffer, buffer.count)
                // What has ended is looked at no more.
                guard length > 0 else {
                    watched[index].fd = -1
                    continue
                }
                if known.insert(watched[index].fd).inserted { _ = opened.take() }
                note(buffer.prefix(length), at: moment)
            }
        }
    }

    private func note(_ bytes: ArraySlice<UInt8>, at moment: UInt64) {
        var rest = bytes
        while let place = rest.firstRange(of: Self.mark) {
            rest = rest[place.upperBound...]
            let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
            guard let said = UInt64(String(decoding: digits, as: UTF8.self)), said <= moment else { continue }
            latencies.withLock { $0.append(.nanoseconds(Int64(moment - said))) }
        }
    }
}
