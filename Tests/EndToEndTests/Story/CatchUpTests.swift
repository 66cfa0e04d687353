import Foundation
import MockPlatform
import MockSMS
import Testing

@Suite("What a platform took in while the gateway was down")
struct CatchUpTests {
    @Test("200 texts to a gateway that is stopped are there after its start: once each, in their order")
    func caughtUp() async throws {
        let installation = try await Installation()
        try await installation.mock.text(from: "+14155550100", to: Installation.number, body: "before")
        await installation.gateway.stop()
        for number in 1...200 {
            try await installation.mock.text(from: "+14155550100", to: Installation.number, body: "text \(number)")
        }
        try await installation.restart()
        let expected = ["before"] + (1...200).map { "text \($0)" }
        var texts: [String] = []
        for _ in 0..<100 where texts.count < expected.count {
            try await Task.sleep(for: .milliseconds(100))
            texts = try await installation.api.transcripts().first ?? []
        }
        #expect(texts == expected)
        await installation.end()
    }

    @Test("What waited for a retry does not leave at the start before a STOP that was missed is known")
    func stopFirst() async throws {
        let house = try await Installation(gatewayAnswersStop: true)
        house.mock.faults.add(.status(429, code: 20429, retryAfter: 1), on: .createMessage, times: nil)
        let phone = house.mock.phone("+14155550100")
        #expect(try await phone.text("hello", to: Installation.number).succeeded)
        let id = try await house.api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let message = try await house.api.post("/v1/conversations/\(id)/messages", ["text": "Waits"]).expect(202)["id"]
        let path = "/v1/messages/\(message.string ?? "")"
        try await eventually("it was tried") { try await !house.api.get(path)["attempts"].array.isEmpty }
        await house.gateway.stop()
        #expect(try await !phone.text("STOP", to: Installation.number).succeeded)
        house.mock.faults.clear()
        house.mock.faults.add(.slow(.seconds(2)), on: .listMessages)
        try await house.restart()
        try await eventually("it is refused") { try await house.api.get(path)["message"]["status"] == "refused" }
        #expect(try await house.api.get(path)["message"]["statusReason"]["code"] == "stopList")
        #expect(phone.received.allSatisfy { $0.body != "Waits" })
        await house.end()
    }
}
