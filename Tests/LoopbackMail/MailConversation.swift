import Foundation
import Glibc

/// The server's side of one connection (RFC 5321, and AUTH of RFC 4954). Stays on the thread it was made on.
final class MailConversation {
    private let server: LoopbackMailServer
    private let input: Int32
    private let output: Int32
    private var buffer: [UInt8] = []
    private var mail = ReceivedMail()
    private var isAuthenticated = false

    init(_ server: LoopbackMailServer, reading input: Int32, writing output: Int32) {
        self.server = server
        self.input = input
        self.output = output
    }

    /// - Parameter greets: whether the server has the first word, as on every fresh connection.
    func hold(greets: Bool = true) {
        guard !greets || answer("", "220 mail.test ESMTP") else { return }
        while let line = readLine() {
            server.note(line)
            guard answer(line, reply(to: line)) else { return }
            if line == "QUIT" { return }
            if line == "DATA", server.manners.replies["DATA"] == nil {
                guard takeData() else { return }
            }
        }
    }

    private func reply(to line: String) -> String {
        switch line.prefix(4) {
        case "EHLO": return "250-mail.test\r\n250-8BITMIME\r\n250-AUTH PLAIN\r\n250 OK"
        case "AUTH": return authenticate(line)
        case "MAIL":
            guard server.manners.user == nil || isAuthenticated else { return "530 5.7.0 Authentication required" }
            mail = ReceivedMail(from: Self.path(of: line))
            return "250 OK"
        case "RCPT":
            if server.manners.replies.keys.contains(where: { line.hasPrefix($0) }) { return "" }
            mail.to.append(Self.path(of: line))
            return "250 OK"
        case "DATA": return "354 Go ahead"
        case "QUIT": return "221 Bye"
        default: return "500 What?"
        }
    }

    private func authenticate(_ line: String) -> String {
        var given = line.split(separator: " ").dropFirst(2).first.map(String.init)
        if given == nil {
            write("334 \r\n")
            given = readLine()
        }
        let wanted = "\u{0}\(server.manners.user ?? "")\u{0}\(server.manners.password ?? "")"
        isAuthenticated = Data(base64Encoded: given ?? "") == Data(wanted.utf8)
        return isAuthenticated
            ? "235 Welcome" : "535 5.7.8 Not \(server.manners.password ?? ""), nor \(given ?? "")"
    }

    private func takeData() -> Bool {
        var lines: [String] = []
        while let line = readLine() {
            if line == "." {
                mail.data = lines.joined(separator: "\r\n")
                let manners = server.manners
                let isRefused = manners.replies["."] != nil
                if !isRefused { server.keep(mail) }
                return answer(".", "250 Taken")
            }
            lines.append(line.hasPrefix(".") ? String(line.dropFirst()) : line)
        }
        return false
    }

    /// `false` where the conversation is over.
    private func answer(_ command: String, _ reply: String) -> Bool {
        let manners = server.manners
        if manners.isAt(command, manners.cutsAt) { return false }
        if manners.isAt(command, manners.silentAt) {
            while readLine() != nil {}
            return false
        }
        let told = manners.replies.first { manners.isAt(command, $0.key) }?.value
        return write((told ?? reply) + "\r\n")
    }

    private static func path(of line: String) -> String {
        String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }

    /// A line without its end, which must be CR and LF.
    private func readLine() -> String? {
        let end = Array("\r\n".utf8)
        while true {
            if let found = buffer.firstRange(of: end) {
                defer { buffer.removeFirst(found.upperBound) }
                // What a program between the client and us says of itself ends its lines with LF alone.
                let line = buffer[..<found.lowerBound].split(separator: UInt8(ascii: "\n")).last ?? []
                return String(decoding: line, as: UTF8.self)
            }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = read(input, &chunk, chunk.count)
            if count <= 0 { return nil }
            buffer += chunk[..<count]
        }
    }

    @discardableResult
    private func write(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        // A socket of a client that has gone must not end the tests by a signal.
        var sent = send(output, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        if sent < 0, errno == ENOTSOCK { sent = Glibc.write(output, bytes, bytes.count) }
        return sent == bytes.count
    }
}
