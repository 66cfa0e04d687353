import Foundation
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
            texts = try await self.texts(installation)
        }
        #expect(texts == expected)
        await installation.end()
    }

    private func texts(_ installation: Installation) async throws -> [String] {
        let conversation = try await installation.api.get("/v1/conversations").expect(200)["items"][0]["id"].string
        var texts: [String] = []
        var cursor: String?
        repeat {
            let page = try await installation.api.get(
                "/v1/conversations/\(conversation ?? "")/messages?limit=200" + (cursor.map { "&cursor=\($0)" } ?? "")
            ).expect(200)
            texts += page["items"].array.compactMap { $0["text"].string }
            cursor = page["next"].string
        } while cursor != nil
        return texts
    }
}
