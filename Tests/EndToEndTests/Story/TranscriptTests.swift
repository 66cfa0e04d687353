import Foundation
import HTTPTypes
import LoopbackMail
import MockSMS
import Testing

/// A transcript by mail, through the real program and over a real socket.
@Suite("Transcripts by mail")
struct TranscriptTests {
    private static let customer = "+14155550100"
    private static let email = "ada@customer.test"

    private static func settings(_ server: LoopbackMailServer) -> [String: String] {
        [
            "GATEHOUSE_MAIL_SERVER": server.address, "GATEHOUSE_MAIL_ENCRYPTION": "none",
            "GATEHOUSE_MAIL_FROM": "gatehouse@our.test", "GATEHOUSE_MAIL_ALERTS_TO": "admin@our.test",
            "GATEHOUSE_LOG_LEVEL": "trace",
        ]
    }

    private static func ask(_ house: Installation, _ id: String, _ email: String = email) async throws
        -> APIClient.Answer
    {
        try await house.api.post("/v1/conversations/\(id)/transcript", ["email": .string(email)])
    }

    @Test("Asked for while the mail server hangs, killed, and mailed by the next process; nothing of it in a log")
    func story() async throws {
        var manners = MailManners()
        manners.silentAt = "DATA"
        let server = LoopbackMailServer(manners)
        let house = try await Installation(settings: Self.settings(server))
        _ = try await house.api.patch("/v1/contact-points/default", ["label": "Bücher <am Hafen>"]).expect(200)
        #expect(try await house.mock.phone(Self.customer).text("Got \"Moby-Dick\"?", to: Installation.number).succeeded)
        let conversation = try await house.api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        #expect(try await Self.ask(house, conversation).problem == "transcript-too-early")
        _ = try await house.api.post(
            "/v1/conversations/\(conversation)/messages", ["text": "We have <two>."]
        ).expect(202)
        try await eventually("the answer is out") {
            let items = try await house.api.get("/v1/conversations/\(conversation)/messages").expect(200)["items"]
            return ["sent", "delivered"].contains(items.array.last?["status"])
        }
        #expect(try await Self.ask(house, conversation, "ada").json["errors"][0]["field"] == "email")
        let accepted = try await Self.ask(house, conversation).expect(202)
        #expect(accepted["state"] == "due" && !"\(accepted.json)".contains("ada"))
        try await eventually("the mail was tried") { server.commands.contains("DATA") }
        #expect(server.commands.contains("RCPT TO:<\(Self.email)>"))
        await house.gateway.kill()
        let before = house.gateway.log
        server.manners = MailManners()
        try await house.restart()
        try await eventually("the mail is there") { !server.mails.isEmpty }
        let mail = try #require(server.mails.first)
        #expect(mail.to == [Self.email])
        #expect(mail.subject == "Your conversation with Bücher <am Hafen>")
        #expect(mail.part("text/plain")?.contains("    We have <two>.\r\n") == true)
        #expect(mail.part("text/html")?.contains("We have &lt;two&gt;.") == true)
        #expect(mail.part("text/html")?.contains("Got &quot;Moby-Dick&quot;?") == true)
        try await eventually("it is told") {
            let told = try await house.api.get("/v1/events?type=conversation.transcriptChanged").expect(200)["items"]
            return told.array.map { $0["data"]["value"] } == ["due", "mailed"]
        }
        for secret in [Self.email, "Moby-Dick"] {
            #expect(!before.contains(secret) && !house.gateway.log.contains(secret), "\(secret)")
        }
        await house.end()
    }

    @Test("Without a mail server it is refused; with a scanner that does not answer no file is taken")
    func without() async throws {
        let house = try await Installation(settings: ["GATEHOUSE_MEDIA_SCANNER": "unix:/nowhere/clamd.ctl"])
        #expect(try await house.mock.phone(Self.customer).text("Hello", to: Installation.number).succeeded)
        let conversation = try await house.api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        #expect(try await Self.ask(house, conversation).problem == "no-mail")
        let upload = try await house.api.call(
            .post, "/v1/media", body: [UInt8]("GIF89a".utf8), contentType: "image/gif")
        #expect(upload.status == 503 && upload.problem == "media-not-scanned")
        await house.end()
    }
}
