import Foundation
import Glibc

/// A clamd on a real socket that does to each connection what its script says, well-mannered or not.
///
/// Each connection has a thread of its own, so that a script may simply block.
final class ScriptedScanner: Sendable {
    typealias Script = @Sendable (ScannerConversation) -> Void

    /// As the setting names it.
    let address: String
    let log = ScannerLog()
    private let folder: URL
    private let listener: Int32

    /// - Parameter isLocal: whether it listens at a Unix socket, or at a port.
    init(isLocal: Bool = true, _ script: @escaping Script) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "clamd-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "clamd.ctl").path
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        listener = socket(isLocal ? AF_UNIX : AF_INET, type, 0)
        address = isLocal ? "unix:\(path)" : "tcp:127.0.0.1:\(Self.bind(listener))"
        if isLocal { Self.bind(listener, to: path) }
        precondition(listen(listener, 64) == 0, "nobody can listen")
        Thread.detachNewThread { [listener, log] in
            while true {
                let socket = accept(listener, nil, nil)
                if socket < 0 { break }
                Thread.detachNewThread {
                    log.begin()
                    script(ScannerConversation(socket))
                    log.end()
                    close(socket)
                }
            }
            close(listener)
        }
    }

    deinit {
        // Ends the wait of the accepting thread, which then closes the socket.
        shutdown(listener, Int32(SHUT_RDWR))
        try? FileManager.default.removeItem(at: folder)
    }

    /// Takes the whole stream and says this, or what it finds.
    static func saying(_ reply: String = "stream: OK\0", isLocal: Bool = true) throws -> ScriptedScanner {
        try ScriptedScanner(isLocal: isLocal) { conversation in
            guard conversation.readCommand() == "zINSTREAM", let file = conversation.readStream() else { return }
            let isInfected = file.firstRange(of: Array(eicar.utf8)) != nil
            conversation.write(isInfected ? "stream: Eicar-Test-Signature FOUND\0" : reply)
        }
    }

    /// The file that every scanner takes for a virus; it is none.
    static let eicar = #"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"#

    private static func bind(_ listener: Int32, to path: String) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let failed = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        precondition(failed == 0, "the socket cannot be made")
    }

    private static func bind(_ listener: Int32) -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                precondition(Glibc.bind(listener, address, length) == 0, "no port is free")
                getsockname(listener, address, &length)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }
}

/// How many conversations there were, and how many at once.
final class ScannerLog: @unchecked Sendable {
    private let lock = NSLock()
    private var now = 0
    private var counted = 0
    private var peak = 0

    var count: Int { lock.withLock { counted } }
    var most: Int { lock.withLock { peak } }

    func begin() {
        lock.withLock {
            now += 1
            counted += 1
            peak = max(peak, now)
        }
    }

    func end() { lock.withLock { now -= 1 } }
}

/// The scanner's side of one connection. Stays on the thread it was made on.
final class ScannerConversation {
    private let socket: Int32
    private(set) var longestPiece = 0

    init(_ socket: Int32) { self.socket = socket }

    /// Without its end mark; `nil` where the client closed.
    func readCommand() -> String? {
        var command: [UInt8] = []
        while let byte = readExactly(1)?.first {
            if byte == 0 { return String(decoding: command, as: UTF8.self) }
            command.append(byte)
        }
        return nil
    }

    /// All of it, or as much as there is at most; `nil` where the client closed before its end.
    func readStream(atMost most: Int = .max) -> [UInt8]? {
        var file: [UInt8] = []
        while file.count < most {
            guard let length = readExactly(4)?.reduce(0, { $0 << 8 | Int($1) }) else { return nil }
            if length == 0 { return file }
            longestPiece = max(longestPiece, length)
            guard let piece = readExactly(length) else { return nil }
            file += piece
        }
        return file
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Blocks until the client closes, without reading what it says.
    func waitForClose() {
        // POLLRDHUP, which Glibc hides.
        var descriptor = pollfd(fd: socket, events: 0x2000, revents: 0)
        _ = poll(&descriptor, 1, -1)
    }

    private func readExactly(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let more = bytes.withUnsafeMutableBytes { recv(socket, $0.baseAddress! + filled, count - filled, 0) }
            if more <= 0 { return nil }
            filled += more
        }
        return bytes
    }
}
