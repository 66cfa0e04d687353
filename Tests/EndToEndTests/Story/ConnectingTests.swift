import Foundation
import MockSMS
import Testing

@Suite("Connecting a Twilio account, and connecting it again")
struct ConnectingTests {
    private static let second = "+15005550007"

    @Test("By the API: credentials, number, warning; then texts flow. A rotated token is entered the same way")
    func byAPI() async throws {
        let house = try await Installation()
        let (api, mock) = (house.api, house.mock)
        mock.put(MockNumber(Self.second, smsURL: "https://other.example/sms?key=hunter2"))
        mock.configure { $0.authToken = "the-new-auth-token" }
        let token: JSONValue = .string("the-new-auth-token")

        // A second app of the same account: the first one's token was rotated, and is not known here.
        let begun = try await api.post("/v1/connecting", ["platform": "sms", "contactPoint": "default"]).expect(200)
        let session = "/v1/connecting/\(begun["session"].string ?? "")"
        #expect(begun["step"]["kind"] == "enter")
        let fields = begun["step"]["fields"].array.compactMap { $0["key"].string }
        #expect(fields.contains("accountSid") && fields.contains("authToken"))
        let credentials = { (token: JSONValue) -> JSONValue in
            [
                "step": "account",
                "settings": [
                    "accountSid": .string(mock.accountSid), "authToken": token, "apiBase": .string(mock.baseURL),
                ],
            ]
        }
        let wrong = try await api.post(session, credentials("a-wrong-auth-token")).expect(200)
        #expect(wrong["step"]["id"] == "account")
        let missing = try await api.post(session, ["step": "account", "settings": [:]]).expect(422)
        #expect(missing["errors"][0]["field"] == "settings.authToken")

        let choice = try await api.post(session, credentials(token), idempotencyKey: "connecting").expect(200)
        #expect(choice["step"]["kind"] == "choose")
        // The number that is connected already is not offered.
        #expect(choice["step"]["choices"].array.compactMap { $0["id"].string } == [Self.second])
        let warning = try await api.post(session, ["step": "numbers", "choices": [.string(Self.second)]]).expect(200)
        #expect(warning["step"]["kind"] == "confirm")
        #expect(warning["step"]["text"].string?.contains("https://other.example/sms") == true)
        #expect(warning["step"]["text"].string?.contains("hunter2") == false)
        #expect(mock.number(Self.second)?.smsURL == "https://other.example/sms?key=hunter2", "nothing is changed yet")
        let done = try await api.post(session, ["step": "replace", "confirmed": true]).expect(200)
        #expect(done["connected"]["connections"][0]["address"] == .string(Self.second))
        let verdicts = done["connected"]["connections"][0]["checklist"]["items"].array
        #expect(verdicts.first { $0["id"] == "webhook" }?["verdict"] == "green")
        try await mock.text(from: "+14155550100", to: Self.second, body: "Hello there")
        let conversation = try await api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let messages = try await api.get("/v1/conversations/\(conversation)/messages").expect(200)["items"].array
        #expect(messages.map(\.self["text"]) == ["Hello there"])

        // The first connection: its token is refused, what is sent is held, until the new one is entered.
        let sent =
            try await api.post(
                "/v1/contact-points/default/notifications",
                ["to": "+14155550101", "from": .string(Installation.number), "text": "News"]
            ).expect(202)["results"][0]["message"].string ?? ""
        let status = { try await api.get("/v1/messages/\(sent)").expect(200)["message"]["status"] }
        try await eventually("it is held") { try await status() == "held" }
        let again = try await api.post("/v1/connecting", ["connection": .string(house.connection)]).expect(200)
        #expect(try await status() == "held")
        let mended = try await api.post(
            "/v1/connecting/\(again["session"].string ?? "")", ["step": "account", "settings": ["authToken": token]]
        ).expect(200)
        #expect(mended["connected"]["app"] == .string(house.app))
        try await eventually("it goes out") { try await status() == "delivered" }

        // No secret anywhere that can be read.
        let audit = "\(try await api.get("/v1/audit?limit=200").expect(200).json)"
        for text in [audit, house.gateway.log, "\(done.json) \(choice.json) \(mended.json) \(wrong.json)"] {
            for secret in ["the-new-auth-token", "a-wrong-auth-token"] { #expect(!text.contains(secret)) }
        }
        await house.end()
    }

    @Test("By the command line, from a file of answers, while the gateway serves")
    func byCommand() async throws {
        let house = try await Installation()
        house.mock.put(MockNumber(Self.second))
        let run = { (arguments: [String], answers: JSONValue) in
            let file = house.folder.appending(path: "answers.json")
            try Data(try answers.bytes).write(to: file)
            return try await GatewayProcess.run(
                ["connect"] + arguments + ["--answers", file.path],
                environment: [
                    "GATEHOUSE_DATABASE_PATH": house.folder.appending(path: "gatehouse.sqlite").path,
                    "GATEHOUSE_PUBLIC_URL": "http://127.0.0.1:\(house.port)",
                    "GATEHOUSE_OUTGOING_ALLOWED_NETWORKS": "127.0.0.1",
                ], folder: house.folder)
        }
        let account = { (token: String) -> JSONValue in
            [
                "settings": [
                    "accountSid": .string(house.mock.accountSid), "authToken": .string(token),
                    "apiBase": .string(house.mock.baseURL),
                ]
            ]
        }
        let fresh = ["--platform", "sms", "--contact-point", "default"]
        let numbers: JSONValue = ["choices": [.string(Self.second)]]
        // Wrong ones end it, with the reason and without the secret; nothing is made.
        for (answers, reason) in [
            (["account": account("a-wrong-auth-token"), "numbers": numbers], "account"),
            (["account": account("mock-auth-token"), "numbers": ["choices": ["+1999"]]], "choices[0]"),
            ([:], "account"),
        ] as [(JSONValue, String)] {
            let (status, output) = try await run(fresh, answers)
            #expect(status != 0)
            #expect(output.contains(reason), "\(output)")
            #expect(!output.contains("auth-token"))
        }
        #expect(try await house.api.get("/v1/platform-apps").expect(200)["items"].array.count == 1)

        let (status, output) = try await run(fresh, ["account": account("mock-auth-token"), "numbers": numbers])
        #expect(status == 0, "\(output)")
        #expect(output.contains(Self.second) && output.contains("green"))
        try await house.mock.text(from: "+14155550100", to: Self.second, body: "Hello there")
        #expect(try await house.api.get("/v1/conversations").expect(200)["items"].array.count == 1)

        house.mock.configure { $0.authToken = "the-new-auth-token" }
        let sent =
            try await house.api.post(
                "/v1/contact-points/default/notifications",
                ["to": "+14155550101", "from": .string(Installation.number), "text": "News"]
            ).expect(202)["results"][0]["message"].string ?? ""
        let sentStatus = { try await house.api.get("/v1/messages/\(sent)").expect(200)["message"]["status"] }
        try await eventually("it is held") { try await sentStatus() == "held" }
        let (again, told) = try await run(
            ["--reconnect", house.connection], ["account": ["settings": ["authToken": "the-new-auth-token"]]])
        #expect(again == 0, "\(told)")
        try await eventually("it goes out") { try await sentStatus() == "delivered" }
        await house.end()
    }
}
