import Foundation
import LoopbackMail
import MockPlatform
import MockSMS
import Testing

@Suite("E-mail alerts of the program")
struct AlertTests {
    private func settings(_ server: LoopbackMailServer) -> [String: String] {
        [
            "GATEHOUSE_MAIL_SERVER": server.address, "GATEHOUSE_MAIL_ENCRYPTION": "none",
            "GATEHOUSE_MAIL_FROM": "gatehouse@our.test", "GATEHOUSE_MAIL_ALERTS_TO": "one@our.test, two@our.test",
        ]
    }

    @Test("Credentials that are refused are mailed about, in spite of a restart and a server that was down")
    func reconnect() async throws {
        let server = LoopbackMailServer()
        let house = try await Installation(settings: settings(server))
        var manners = MailManners()
        manners.replies = ["": "421 4.3.2 Closed for today"]
        server.manners = manners
        _ = try await house.api.patch("/v1/platform-apps/\(house.app)", ["settings": ["authToken": "wrong"]])
            .expect(200)
        // A refusal right after a change may be about the old ones.
        try await Task.sleep(for: .seconds(3))
        _ = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155550100", "text": "Never to be mailed"]
        ).expect(202)
        try await house.gateway.waitForOutput("an alert could not be mailed")
        #expect(server.mails.isEmpty)
        await house.gateway.stop()
        server.manners = MailManners()
        try await house.restart()
        try await eventually("a mail comes; the log:\n\(house.gateway.log)") { !server.mails.isEmpty }
        let mail = try #require(server.mails.first)
        #expect(mail.to == ["one@our.test", "two@our.test"])
        #expect(mail.subject.hasPrefix("[Gatehouse] "))
        let text = try #require(mail.text)
        for words in [Installation.number, "must be reconnected", house.connection, house.app, "What to do"] {
            #expect(text.contains(words), "\(words) is not in: \(text)")
        }
        #expect(!text.contains("Never to be mailed") && !text.contains("+14155550100"))
        await house.end()
    }

    @Test("gatehouse mail test says what the server said, address by address")
    func test() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "password")
        try Data("correct horse\n".utf8).write(to: file)
        var manners = MailManners()
        (manners.user, manners.password) = ("gatehouse", "correct horse")
        let server = LoopbackMailServer(manners)
        var environment = settings(server)
        environment["GATEHOUSE_MAIL_USER"] = "gatehouse"
        environment["GATEHOUSE_MAIL_PASSWORD_FILE"] = file.path
        var (status, output) = try await GatewayProcess.run(["mail", "test"], environment: environment, folder: folder)
        #expect(status == 0, "\(output)")
        #expect(output.contains("one@our.test: taken") && output.contains("two@our.test: taken"), "\(output)")
        #expect(server.mails.map(\.to) == [["one@our.test"], ["two@our.test"]])

        manners.replies = ["RCPT TO:<two@our.test>": "550 5.1.1 Nobody here"]
        server.manners = manners
        (status, output) = try await GatewayProcess.run(["mail", "test"], environment: environment, folder: folder)
        #expect(status == 1, "\(output)")
        #expect(output.contains("one@our.test: taken") && output.contains("550 5.1.1 Nobody here"), "\(output)")

        try Data("battery staple\n".utf8).write(to: file)
        (status, output) = try await GatewayProcess.run(["mail", "test"], environment: environment, folder: folder)
        #expect(status == 1 && output.contains("password"), "\(output)")
        #expect(!output.contains("battery") && !output.contains("horse"), "\(output)")

        (status, output) = try await GatewayProcess.run(["mail", "test"], environment: [:], folder: folder)
        #expect(status == 1 && output.contains("mail.server"), "\(output)")
    }

    @Test(
        "Half of the settings is refused, with the name of what is missing or wrong",
        arguments: [
            (["FROM": "a@b.test"], "mail.server"), (["ALERTS_TO": "a@b.test"], "mail.server"),
            (["SERVER": "smtp://m.test"], "mail.from"),
            (["SERVER": "smtp://m.test", "FROM": "a@b.test"], "mail.alertsTo"),
            (["SERVER": "m.test", "FROM": "a@b.test", "ALERTS_TO": "a@b.test"], "mail.server"),
            (["SERVER": "smtp://m.test", "FROM": "A <a@b.test>", "ALERTS_TO": "a@b.test"], "mail.from"),
            (["SERVER": "smtp://m.test", "FROM": "a@b.test", "ALERTS_TO": "a@b.test;c@d"], "mail.alertsTo"),
            (
                ["SERVER": "smtp://m.test", "FROM": "a@b.test", "ALERTS_TO": "a@b.test", "USER": "u"],
                "mail.passwordFile"
            ),
            (
                ["SERVER": "smtp://m.test", "FROM": "a@b.test", "ALERTS_TO": "a@b.test", "PASSWORD_FILE": "/dev/null"],
                "mail.user"
            ),
            (
                [
                    "SERVER": "smtp://m.test", "FROM": "a@b.test", "ALERTS_TO": "a@b.test", "USER": "u",
                    "PASSWORD_FILE": "/nowhere",
                ], "mail.passwordFile"
            ),
            (
                ["SERVER": "smtp://m.test", "FROM": "a@b.test", "ALERTS_TO": "a@b.test", "ENCRYPTION": "off"],
                "mail.encryption"
            ),
            (
                [
                    "SERVER": "smtp://m.test", "FROM": "a@b.test", "ALERTS_TO": "a@b.test", "ENCRYPTION": "none",
                    "USER": "u", "PASSWORD_FILE": "/etc/hostname",
                ], "mail.encryption"
            ),
        ])
    func half(given: [String: String], name: String) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let environment = Dictionary(uniqueKeysWithValues: given.map { ("GATEHOUSE_MAIL_\($0)", $1) })
        let (status, output) = try await GatewayProcess.run(["serve"], environment: environment, folder: folder)
        #expect(status != 0)
        #expect(output.contains("The setting \(name) is not right"), "\(output)")
    }
}
