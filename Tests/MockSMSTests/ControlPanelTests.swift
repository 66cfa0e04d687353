import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

@Suite struct ControlPanelTests {
    private let json: HTTPFields = [.contentType: "application/json"]

    @Test(arguments: [
        ("/", "text/html"), ("/mock/panel.css", "text/css"), ("/mock/panel.js", "text/javascript"),
        ("/mock/phone.js", "text/javascript"),
    ])
    func thePageComesInItsParts(path: String, type: String) async throws {
        try await MockBench.run { bench in
            let answer = try await bench.plain(.get, path)
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType]?.hasPrefix(type) == true)
            let text = String(decoding: answer.body, as: UTF8.self)
            #expect(!text.contains("<style") && !text.contains("style=") && !text.contains("onclick"))
        }
    }

    @Test func scriptsText() async throws {
        try await MockBench.run { bench in
            let order = #"{"from": "+14155550100", "to": "+15005550006", "body": "hi"}"#
            let answer = try await bench.plain(.post, "/mock/text", headers: json, body: order)
            #expect(answer.status == .accepted)
            #expect(bench.gateway.received.entries.map { $0.form["Body"] } == ["hi"])
            let texts = try await bench.plain(.get, "/mock/phones/%2B14155550100/messages")
            let shown = try JSONSerialization.jsonObject(with: Data(texts.body)) as? [[String: Any]]
            #expect(shown?.compactMap { $0["body"] as? String } == ["hi"])
        }
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", ""])
    func whatOtherSitesCanSendIsRefused(type: String) async throws {
        try await MockBench.run { bench in
            let order = #"{"from": "+14155550100", "to": "+15005550006", "body": "hi"}"#
            for path in ["/mock/text", "/mock/faults", "/mock/numbers/+15005550006"] {
                let answer = try await bench.plain(.post, path, headers: [.contentType: type], body: order)
                #expect(answer.status == .unsupportedMediaType)
            }
            #expect(bench.gateway.received.entries.isEmpty)
        }
    }

    @Test func faultsArePlannedAndCleared() async throws {
        try await MockBench.run { bench in
            let order = #"{"operation": "messages.create", "fault": "status", "status": 503, "times": 2}"#
            let planned = try await bench.plain(.post, "/mock/faults", headers: json, body: order)
            #expect(planned.status == .created)
            #expect(bench.twilio.faults.rules.map(\.fault) == [.status(503)])
            #expect(bench.twilio.faults.rules.map(\.times) == [2])
            let unknown = try await bench.plain(.post, "/mock/faults", headers: json, body: #"{"fault": "fire"}"#)
            #expect(unknown.status == .badRequest)
            let cleared = try await bench.plain(.delete, "/mock/faults")
            #expect(cleared.status == .ok && bench.twilio.faults.rules.isEmpty)
        }
    }

    @Test func aNumberIsChanged() async throws {
        try await MockBench.run { bench in
            let order = #"{"optOutHandling": "advanced"}"#
            let answer = try await bench.plain(.post, "/mock/numbers/+15005550006", headers: json, body: order)
            #expect(answer.status == .ok)
            #expect(bench.twilio.number(MockBench.number)?.optOutHandling == .advanced)
        }
    }
}
