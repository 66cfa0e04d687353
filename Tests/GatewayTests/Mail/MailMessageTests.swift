import Foundation
import Gateway
import GatewayModel
import Testing

@Suite("A mail over the wire")
struct MailMessageTests {
    private static let sender = MailAddress("gatehouse@our.test")!
    private static let recipient = MailAddress("admin@our.test")!

    private func message(_ subject: String, _ text: String = "Hello", reference: String = "r") -> String {
        let mail = Mail(
            reference: reference, to: [Self.recipient], subject: subject, text: text,
            at: Timestamp(milliseconds: 1_767_225_600_000))
        return String(decoding: MailMessage(mail, from: Self.sender).bytes, as: UTF8.self)
    }

    private func names(of message: String) -> [String] {
        message.components(separatedBy: "\r\n\r\n")[0].components(separatedBy: "\r\n").filter { !$0.hasPrefix(" ") }
            .map { String($0.prefix { $0 != ":" }) }
    }

    @Test(
        "Nothing in a subject, a text or a reference makes a header, or a line of its own",
        arguments: [
            "a\r\nBcc: x@evil.test", "a\nBcc: x@evil.test", "a\rBcc: x@evil.test", "a\u{0}b", "\r\n\r\nbody",
            "\r\n.\r\nMAIL FROM:<x@evil.test>", "a\u{85}Bcc: x", "a\u{2028}Bcc: x", "a\u{b}b\u{c}c\u{1b}[31m",
            "ä\r\nBcc: x@evil.test", String(repeating: "x\r\n", count: 1000), "=?utf-8?B?QmNj?=",
        ])
    func injection(text: String) {
        let plain = names(of: message("Hello"))
        for message in [message(text), message("Hello", text), message("Hello", reference: text)] {
            #expect(names(of: message) == plain)
            #expect(message.components(separatedBy: "\r\n\r\n").count == 2)
            #expect(!message.replacing("\r\n", with: "").contains { $0.isNewline })
            #expect(message.utf8.allSatisfy { (32..<127).contains($0) || $0 == 13 || $0 == 10 })
            #expect(message.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 && $0 != "." })
        }
    }

    @Test(
        "Nothing in the sender's name or the HTML makes a header, a part or a line of its own",
        arguments: [
            "a\r\nBcc: x@evil.test", "a\nBcc: x@evil.test", "\r\n--=_part--\r\n", "--=_part", "Shop <x@evil.test>",
            "Shop\" <x@evil.test>", "a\u{0}b", "=?utf-8?B?QmNj?=", "ä,ö;", "\u{2028}Bcc: x",
        ])
    func parts(text: String) {
        func message(_ name: String, _ html: String) -> String {
            let mail = Mail(
                reference: "r", senderName: name, to: [Self.recipient], subject: "Hello", text: "Hello", html: html,
                at: Timestamp(milliseconds: 1_767_225_600_000))
            return String(decoding: MailMessage(mail, from: Self.sender).bytes, as: UTF8.self)
        }
        let plain = message("Shop", "<p>Hello</p>")
        for message in [message(text, "<p>Hello</p>"), message("Shop", text)] {
            #expect(names(of: message) == names(of: plain))
            let lines = message.components(separatedBy: "\r\n")
            #expect(lines.filter { $0.hasPrefix("--") } == ["--=_part", "--=_part", "--=_part--"])
            #expect(
                lines.filter { $0.hasPrefix("Content-Type: ") } == [
                    "Content-Type: multipart/alternative; boundary=\"=_part\"",
                    "Content-Type: text/plain; charset=utf-8",
                    "Content-Type: text/html; charset=utf-8",
                ])
            #expect(!message.replacing("\r\n", with: "").contains { $0.isNewline })
            #expect(message.utf8.allSatisfy { (32..<127).contains($0) || $0 == 13 || $0 == 10 })
            let from = lines.first { $0.hasPrefix("From: ") } ?? ""
            #expect(from.hasSuffix(" <gatehouse@our.test>") && from.count { $0 == "<" } == 1, "\(from)")
        }
        #expect(plain.contains("\r\nFrom: Shop <gatehouse@our.test>\r\n"))
    }

    @Test("A subject is legible in a plain reader where it can be, and encoded where not")
    func subjects() {
        #expect(message("The line is down").contains("\r\nSubject: The line is down\r\n"))
        #expect(message("ä").contains("\r\nSubject: =?utf-8?B?w6Q=?=\r\n"))
        // What looks like an encoded word is no encoded word.
        #expect(!message("=?utf-8?B?QmNj?=").contains("Subject: =?utf-8?B?QmNj?=\r\n"))
    }

    @Test(arguments: ["a@b.test", "first.last+tag@sub.domain-name.test", "o'hara@b", "x_1@127-0-0-1.test"])
    func address(text: String) {
        #expect(MailAddress(text)?.text == text)
    }

    @Test(arguments: [
        "", "a", "@b.test", "a@", "a@b@c", "a b@c.test", "a@b.test\r\nRCPT TO:<x@evil.test>", "a@b.test\u{0}",
        "<a@b.test>", "\"a\"@b.test", "A <a@b.test>", "a@b..test", ".a@b.test", "a@.test", "ä@b.test", "a@b.test,c@d",
        "a@[127.0.0.1]", String(repeating: "a", count: 65) + "@b.test", "a@" + String(repeating: "b", count: 256),
    ])
    func notAnAddress(text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test func lists() {
        #expect(MailAddress.list("a@b.test, c@d.test")?.map(\.text) == ["a@b.test", "c@d.test"])
        #expect(MailAddress.list("a@b.test")?.count == 1)
        for text in ["", ",", "a@b.test,", "a@b.test;c@d.test", "a@b.test, nobody"] {
            #expect(MailAddress.list(text) == nil, "\(text)")
        }
    }
}
