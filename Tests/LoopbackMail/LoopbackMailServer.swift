import Foundation
import Glibc
import Synchronization

/// A mail server on 127.0.0.1 that keeps what it is given, or behaves as badly as it is told.
///
/// Each connection has a thread of its own, so that it may simply block.
public final class LoopbackMailServer: Sendable {
    public let port: UInt16
    private let listener: Int32
    private let state: Mutex<State>

    private struct State {
        var manners: MailManners
        var mails: [ReceivedMail] = []
        var commands: [String] = []
    }

    public init(_ manners: MailManners = MailManners()) {
        state = Mutex(State(manners: manners))
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { [listener] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                precondition(bind(listener, address, length) == 0, "no port is free")
                precondition(listen(listener, 64) == 0, "no port is free")
                getsockname(listener, address, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [listener, weak self] in
            while true {
                let socket = accept(listener, nil, nil)
                if socket < 0 { break }
                Thread.detachNewThread { [weak self] in
                    if let self { MailConversation(self, reading: socket, writing: socket).hold() }
                    close(socket)
                }
            }
            close(listener)
        }
    }

    deinit {
        // Ends the wait of the accepting thread, which then closes the socket.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    public var address: String { "smtp://127.0.0.1:\(port)" }
    public var mails: [ReceivedMail] { state.withLock { $0.mails } }
    /// Every line that clients have said, but for the mails themselves.
    public var commands: [String] { state.withLock { $0.commands } }

    /// From the next command on.
    public var manners: MailManners {
        get { state.withLock { $0.manners } }
        set { state.withLock { $0.manners = newValue } }
    }

    /// Holds one conversation over these descriptors, as with a client that has connected.
    public func converse(reading input: Int32, writing output: Int32, greets: Bool = true) {
        MailConversation(self, reading: input, writing: output).hold(greets: greets)
    }

    func keep(_ mail: ReceivedMail) { state.withLock { $0.mails.append(mail) } }
    func note(_ command: String) { state.withLock { $0.commands.append(command) } }
}

/// How a mail server behaves.
public struct MailManners: Sendable {
    /// What it says to a command, by the command's beginning: `RCPT TO:<a@b.test>`, `.` for the end of a mail, an empty
    /// one for the greeting.
    public var replies: [String: String] = [:]
    /// It closes instead of answering this command.
    public var cutsAt: String?
    /// It says nothing more from this command on, and keeps the connection open.
    public var silentAt: String?
    /// Takes mails only from this user, by this password.
    public var user: String?
    public var password: String?

    public init() {}

    func isAt(_ command: String, _ mark: String?) -> Bool {
        mark.map { $0.isEmpty ? command.isEmpty : command.hasPrefix($0) } ?? false
    }
}

/// A mail that a server has taken.
public struct ReceivedMail: Sendable, Equatable {
    public var from = ""
    public var to: [String] = []
    /// As it came, without the end mark and the doubled dots.
    public var data = ""

    /// The values of a header, unfolded.
    public func header(_ name: String) -> [String] {
        head.components(separatedBy: "\r\n").filter { $0.lowercased().hasPrefix(name.lowercased() + ":") }
            .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }

    /// The subject without its encoding.
    public var subject: String {
        let words = (header("Subject").first ?? "").split(separator: " ").map(String.init)
        guard words.allSatisfy({ $0.hasPrefix("=?utf-8?B?") && $0.hasSuffix("?=") }) else {
            return words.joined(separator: " ")
        }
        let bytes = words.map { Data(base64Encoded: String($0.dropFirst(10).dropLast(2))) ?? Data() }
        return String(decoding: bytes.reduce(Data(), +), as: UTF8.self)
    }

    /// The text without its encoding; `nil` where it is not base64.
    public var text: String? {
        guard let end = data.range(of: "\r\n\r\n") else { return nil }
        let encoded = data[end.upperBound...].replacing("\r\n", with: "")
        return Data(base64Encoded: String(encoded)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// One of several parts, without its encoding, by its type: `text/html`.
    public func part(_ type: String) -> String? {
        let parts = data.components(separatedBy: "\r\n--")
        guard let part = parts.first(where: { $0.contains("Content-Type: \(type);") && !$0.contains("boundary=") }),
            let end = part.range(of: "\r\n\r\n")
        else { return nil }
        let encoded = part[end.upperBound...].replacing("\r\n", with: "")
        return Data(base64Encoded: String(encoded)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// What stands before the text, with folded lines joined.
    private var head: String {
        let end = data.range(of: "\r\n\r\n")?.lowerBound ?? data.endIndex
        return String(data[..<end]).replacing("\r\n ", with: " ")
    }
}
