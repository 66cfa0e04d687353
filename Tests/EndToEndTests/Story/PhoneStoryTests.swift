import Foundation
import MockPlatform
import MockSMS
import Testing

/// What the README promises, through the real program: a text comes in, an answer goes out, STOP is honoured.
@Suite("A customer with a phone")
struct PhoneStoryTests {
    private static let customer = "+14155550100"

    @Test("hello, an answer, STOP, a refusal, START, an answer", arguments: [false, true])
    func wholeStory(gatewayAnswersStop: Bool) async throws {
        let house = try await Installation(gatewayAnswersStop: gatewayAnswersStop)
        let phone = house.mock.phone(Self.customer)

        #expect(try await phone.text("hello", to: Installation.number).succeeded)
        let conversations = try await house.api.get("/v1/conversations").expect(200)["items"].array
        #expect(conversations.count == 1)
        let id = try #require(conversations.first?["id"].string)
        #expect(conversations.first?["state"] == "new")
        #expect(conversations.first?["customer"] == .string(Self.customer))

        let answer = try await house.api.post("/v1/conversations/\(id)/messages", ["text": "How can we help?"]).expect(
            202)
        _ = try await phone.texts.wait { $0.direction == .received && $0.body == "How can we help?" }
        try await becomes("delivered", answer["id"].string ?? "", house)
        #expect(try await house.api.get("/v1/conversations/\(id)").expect(200)["state"] == "active")

        // STOP: exactly one confirmation, whoever gives it.
        #expect(try await phone.text("STOP", to: Installation.number).succeeded)
        _ = try await phone.texts.wait(for: 2) { $0.direction == .received }
        let refused = try await house.api.post("/v1/conversations/\(id)/messages", ["text": "Still there?"])
        #expect(refused.status == 409)
        #expect(refused.problem == "stop-list")
        #expect(refused["detail"].string?.contains("stop list") == true)
        let start = try await house.api.post(
            "/v1/contact-points/default/conversations", ["to": .string(Self.customer), "text": "Hello?"])
        #expect(start.problem == "stop-list")
        let notification = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": .string(Self.customer), "text": "Sale!"])
        #expect(notification.problem == "stop-list")

        // A repeated STOP is not confirmed again by the gateway; Twilio answers each.
        if gatewayAnswersStop {
            #expect(try await phone.text("stop.", to: Installation.number).succeeded)
        }

        #expect(try await phone.text("START", to: Installation.number).succeeded)
        _ = try await phone.texts.wait(for: 3) { $0.direction == .received }
        _ = try await house.api.post("/v1/conversations/\(id)/messages", ["text": "Welcome back"]).expect(202)
        _ = try await phone.texts.wait { $0.direction == .received && $0.body == "Welcome back" }

        // Answer, one confirmation of STOP, one of START, the second answer, and nothing else.
        #expect(phone.received.count == 4, "\(phone.received.map(\.body))")
        #expect(!phone.received.contains { ["Still there?", "Hello?", "Sale!"].contains($0.body) })
        #expect(phone.received.count(where: \.isAutomatic) == (gatewayAnswersStop ? 0 : 2))
        await house.end()
    }

    @Test("What only the gateway takes for STOP is confirmed once, by the gateway")
    func generousStop() async throws {
        let house = try await Installation()
        let phone = house.mock.phone(Self.customer)
        #expect(try await phone.text("Stop!", to: Installation.number).succeeded)
        let confirmations = try await phone.texts.wait { $0.direction == .received }
        #expect(confirmations.map(\.isAutomatic) == [false])
        #expect(confirmations.first?.body.contains("unsubscribed") == true)
        #expect(try await phone.text("stop", to: Installation.number).succeeded)
        // Twilio answers the bare word itself; the gateway, for which it is a repetition, does not.
        _ = try await phone.texts.wait(for: 2) { $0.direction == .received }
        #expect(phone.received.map(\.isAutomatic) == [false, true])
        #expect(house.mock.messages(to: Self.customer).count == 1)
        await house.end()
    }

    @Test("A notification makes no conversation; the reply to it does, and carries it")
    func notification() async throws {
        let house = try await Installation()
        let phone = house.mock.phone(Self.customer)
        let sent = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": .string(Self.customer), "text": "Your order is here."]
        ).expect(202)
        let message = try #require(sent["results"][0]["message"].string)
        try await becomes("delivered", message, house)
        #expect(try await house.api.get("/v1/conversations").expect(200)["items"].array.isEmpty)

        #expect(try await phone.text("Thanks!", to: Installation.number).succeeded)
        let conversations = try await house.api.get("/v1/conversations").expect(200)["items"].array
        #expect(conversations.map { $0["answersNotification"] } == [.string(message)])
        #expect(conversations.map { $0["notification"] } == [sent["id"]])
        await house.end()
    }

    @Test("Start conversation: owned by the sender, or added to the one that is open")
    func start() async throws {
        let house = try await Installation()
        let body: JSONValue = ["to": .string(Self.customer), "text": "Hello from us"]
        let first = try await house.api.post("/v1/contact-points/default/conversations", body).expect(202)
        #expect(first["isNew"] == true)
        #expect(first["conversation"]["state"] == "active")
        #expect(first["conversation"]["owner"] == first["message"]["author"])
        let second = try await house.api.post("/v1/contact-points/default/conversations", body).expect(202)
        #expect(second["isNew"] == false)
        #expect(second["conversation"]["id"] == first["conversation"]["id"])
        _ = try await house.mock.phone(Self.customer).texts.wait(for: 2) { $0.direction == .received }

        let id = first["conversation"]["id"].string ?? ""
        _ = try await house.api.post("/v1/conversations/\(id)/close").expect(200)
        let late = try await house.api.post("/v1/conversations/\(id)/messages", ["text": "Too late"])
        #expect(late.status == 409)
        #expect(late.problem == "conversation-closed")
        await house.end()
    }

    private func becomes(_ status: String, _ message: String, _ house: Installation) async throws {
        try await eventually("the message is \(status)") {
            try await house.api.get("/v1/messages/\(message)").expect(200)["message"]["status"] == .string(status)
        }
    }
}
