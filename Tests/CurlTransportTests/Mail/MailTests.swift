import ConnectorKit
import CurlTransport
import Foundation
import Gateway
import GatewayModel
import LoopbackMail
import Testing

@Suite("Mails, in conversation with a real server", .timeLimit(.minutes(5)))
struct MailTests {
    @Test("A mail arrives as it was written, with every header it needs")
    func arrives() async throws {
        let text = "Grüße 👋\n.\n..two dots\nfrom <a> & \"b\"\n" + String(repeating: "long ", count: 3000)
        let server = LoopbackMailServer()
        try await server.sender().send(.sample(subject: "Störung an der Leitung, 日本語", text: text))
        let mail = try #require(server.mails.first)
        #expect(server.mails.count == 1)
        #expect(mail.from == "gatehouse@our.test")
        #expect(mail.to == ["admin@our.test", "second@our.test"])
        #expect(mail.subject == "Störung an der Leitung, 日本語")
        #expect(mail.text == text.replacing("\n", with: "\r\n") + "\r\n")
        #expect(mail.header("From") == ["Gatehouse <gatehouse@our.test>"])
        #expect(mail.header("To") == ["admin@our.test, second@our.test"])
        #expect(mail.header("Date") == ["Thu, 1 Jan 2026 00:00:00 +0000"])
        #expect(mail.header("Message-ID") == ["<alr_1-1@our.test>"])
        #expect(mail.header("Auto-Submitted") == ["auto-generated"])
        #expect(server.commands.contains("MAIL FROM:<gatehouse@our.test>"))
        #expect(!server.commands.contains { $0.hasPrefix("AUTH") })
    }

    @Test("Text and HTML arrive as two parts of one mail, in the name of whom they are from")
    func alternatives() async throws {
        let server = LoopbackMailServer()
        let html = "<p>Grüße 👋</p>\n.\n--=_part\n" + String(repeating: "<br>", count: 3000)
        let mail = Mail(
            reference: "trm_1", senderName: "Buchladen „Am Hafen“", to: [MailAddress("ada@customer.test")!],
            subject: "Hallo", text: "Grüße", html: html, at: Timestamp(milliseconds: 1_767_225_600_000))
        try await server.sender().send(mail)
        let received = try #require(server.mails.first)
        #expect(received.to == ["ada@customer.test"])
        #expect(received.part("text/plain") == "Grüße\r\n")
        #expect(received.part("text/html") == html.replacing("\n", with: "\r\n") + "\r\n")
        #expect(received.header("From").first?.hasSuffix("?= <gatehouse@our.test>") == true)
        #expect(received.header("Content-Type") == ["multipart/alternative; boundary=\"=_part\""])
    }

    @Test("With user and password; the server's words about a wrong one are not repeated")
    func authenticates() async throws {
        var manners = MailManners()
        (manners.user, manners.password) = ("gatehouse", "correct horse")
        let server = LoopbackMailServer(manners)
        try await server.sender { ($0.user, $0.password) = ("gatehouse", Secret("correct horse")) }.send(.sample())
        #expect(server.mails.count == 1)

        let wrong = await server.sender { ($0.user, $0.password) = ("gatehouse", Secret("battery staple")) }
            .failure(.sample())
        #expect(wrong?.kind == .permanent)
        #expect(wrong?.explanation.contains("535") == true)
        for secret in ["battery", "correct", Data("\0gatehouse\0battery staple".utf8).base64EncodedString()] {
            #expect(wrong?.explanation.contains(secret) == false)
        }
        // No password, and the server wants one.
        #expect(await server.sender().failure(.sample())?.kind == .permanent)
        #expect(server.mails.count == 1)
    }

    @Test(
        "What the server refuses: by its number, and in its words",
        arguments: [
            ("", "554 5.7.1 No service for you", MailFailure.Kind.permanent),
            ("", "421 4.3.2 Too busy", .temporary),
            ("MAIL", "451 4.3.0 Not now", .temporary), ("MAIL", "550 5.7.1 Not from you", .permanent),
            ("RCPT", "450 4.2.1 Greylisted", .temporary), ("RCPT", "550 5.1.1 Nobody here", .permanent),
            ("DATA", "452 4.3.1 No room", .temporary), ("DATA", "554 5.5.1 No", .permanent),
            (".", "451 4.3.0 Try again", .temporary), (".", "554 5.6.0 Spam", .permanent),
        ])
    func refused(_ command: String, _ reply: String, _ kind: MailFailure.Kind) async {
        var manners = MailManners()
        manners.replies = [command: reply]
        let server = LoopbackMailServer(manners)
        let failure = await server.sender().failure(.sample())
        #expect(failure?.kind == kind, "\(String(describing: failure))")
        #expect(failure?.explanation.contains(reply.dropFirst(4)) == true, "\(String(describing: failure))")
        #expect(server.mails.isEmpty)
    }

    @Test("One address that is refused does not keep the mail from the others")
    func oneRefused() async throws {
        var manners = MailManners()
        manners.replies = ["RCPT TO:<admin@our.test>": "550 5.1.1 Nobody here"]
        let server = LoopbackMailServer(manners)
        try await server.sender().send(.sample())
        #expect(server.mails.map(\.to) == [["second@our.test"]])
    }

    @Test("A connection that is cut is worth another try", arguments: ["", "EHLO", "MAIL", "RCPT", "DATA", "."])
    func cut(at command: String) async {
        var manners = MailManners()
        manners.cutsAt = command
        let server = LoopbackMailServer(manners)
        let failure = await server.sender().failure(.sample())
        #expect(failure?.kind == .temporary, "\(String(describing: failure))")
        #expect(failure?.explanation.contains("ended before") == true, "\(String(describing: failure))")
        #expect(server.commands.count > 0 || command.isEmpty)
    }

    @Test("A server that says nothing is not waited for", arguments: ["", "EHLO", "MAIL", "DATA", "."])
    func silent(at command: String) async {
        var manners = MailManners()
        manners.silentAt = command
        let server = LoopbackMailServer(manners)
        let failure = await server.sender { $0.timeout = .milliseconds(300) }.failure(.sample())
        #expect(server.mails.count == (command == "." ? 1 : 0))
        #expect(failure?.kind == .temporary)
        #expect(failure?.explanation.contains("in time") == true, "\(String(describing: failure))")
    }

    @Test("Who is told to stop does not wait for the server")
    func canceled() async throws {
        var manners = MailManners()
        manners.silentAt = "MAIL"
        let server = LoopbackMailServer(manners)
        let sending = Task { await server.sender().failure(.sample()) }
        while !server.commands.contains(where: { $0.hasPrefix("MAIL") }) { await Task.yield() }
        sending.cancel()
        #expect(await sending.value?.kind == .temporary)
    }

    @Test("A hundred at once, to a slow server, hold up nobody")
    func many() async throws {
        let server = LoopbackMailServer()
        try await withThrowingTaskGroup { group in
            for _ in 0..<100 { group.addTask { try await server.sender().send(.sample()) } }
            try await group.waitForAll()
        }
        #expect(server.mails.count == 100)
    }

    @Test("Where nobody listens, and where there is no such name")
    func nobody() async {
        for address in ["smtp://127.0.0.1:\(LoopbackServer.unusedPort())", "smtp://nobody.invalid"] {
            let sender = CurlMailSender(MailServer(address)!, from: MailAddress("gatehouse@our.test")!)
            #expect(await sender.failure(.sample())?.kind == .temporary)
        }
    }

    @Test("smtps: only to a server whose certificate is trusted", .enabled(if: TLSServer.isAvailable))
    func encrypted() async throws {
        var manners = MailManners()
        (manners.user, manners.password) = ("gatehouse", "correct horse")
        let mails = LoopbackMailServer(manners)
        for isTrusted in [false, true] {
            let tls = try TLSServer(speaking: mails)
            var server = MailServer("smtps://127.0.0.1:\(tls.port)")!
            (server.user, server.password) = ("gatehouse", Secret("correct horse"))
            if isTrusted { server.certificateAuthorities = tls.certificate.path }
            let sender = CurlMailSender(server, from: MailAddress("gatehouse@our.test")!)
            let failure = await sender.failure(.sample(text: "Encrypted"))
            withExtendedLifetime(tls) {}
            #expect(failure?.kind == (isTrusted ? nil : .permanent), "\(String(describing: failure))")
            #expect(failure.map { $0.explanation.contains("TLS") } ?? true)
            #expect(mails.mails.map(\.text) == (isTrusted ? ["Encrypted\r\n"] : []))
            #expect(isTrusted || mails.commands.isEmpty)
        }
    }

    @Test("STARTTLS: nothing is said before it, and the mail comes behind it", .enabled(if: TLSServer.isAvailable))
    func startTLS() async throws {
        var manners = MailManners()
        (manners.user, manners.password) = ("gatehouse", "correct horse")
        let mails = LoopbackMailServer(manners)
        let tls = try TLSServer(speaking: mails, greets: false)
        let plain = LoopbackServer { [port = tls.port] connection in
            connection.write("220 mail.test ESMTP\r\n")
            connection.readSome()
            connection.write("250-mail.test\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n")
            connection.readSome()
            connection.write("220 Go ahead\r\n")
            connection.relay(to: port)
        }
        var server = MailServer("smtp://127.0.0.1:\(plain.port)")!
        (server.user, server.password) = ("gatehouse", Secret("correct horse"))
        server.certificateAuthorities = tls.certificate.path
        try await CurlMailSender(server, from: MailAddress("gatehouse@our.test")!).send(.sample(text: "Encrypted"))
        withExtendedLifetime(tls) {}
        #expect(mails.mails.map(\.text) == ["Encrypted\r\n"])
        #expect(mails.commands.contains { $0.hasPrefix("AUTH") })
    }

    @Test("A server without encryption is told neither the password nor the mail")
    func withoutEncryption() async {
        var manners = MailManners()
        (manners.user, manners.password) = ("gatehouse", "correct horse")
        let server = LoopbackMailServer(manners)
        let failure = await server.sender {
            $0.encryption = .startTLS
            ($0.user, $0.password) = ("gatehouse", Secret("correct horse"))
        }.failure(.sample())
        #expect(failure?.kind == .permanent)
        #expect(failure?.explanation.contains("STARTTLS") == true)
        #expect(server.mails.isEmpty)
        #expect(!server.commands.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
    }

    @Test(arguments: [
        ("smtp://mail.our.test", "mail.our.test", 587, MailServer.Encryption.startTLS),
        ("smtps://mail.our.test", "mail.our.test", 465, .immediate), ("smtp://10.0.0.1:25", "10.0.0.1", 25, .startTLS),
        ("smtp://[::1]:2525", "[::1]", 2525, .startTLS), ("smtps://[fd00::1]", "[fd00::1]", 465, .immediate),
    ])
    func addresses(_ text: String, _ host: String, _ port: Int, _ encryption: MailServer.Encryption) {
        let server = MailServer(text)
        #expect(server?.host == host)
        #expect(server?.port == port)
        #expect(server?.encryption == encryption)
    }

    @Test(arguments: [
        "", "mail.our.test", "smtp://", "smtp://:25", "http://mail.our.test", "smtp://user:secret@mail.our.test",
        "smtp://mail.our.test/", "smtp://mail.our.test:0", "smtp://mail.our.test:65536", "smtp://mail.our.test:2x",
        "smtp://mail.our.test\r\n", "smtp://a b", "smtp://[::1", "smtp://[::1]25", "SMTP://mail.our.test",
    ])
    func notAServer(_ text: String) {
        #expect(MailServer(text) == nil)
    }
}
