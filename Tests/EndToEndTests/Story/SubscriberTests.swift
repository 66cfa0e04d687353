import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Signing
import Synchronization
import Testing

/// A system of ours that is told what happens, over real sockets.
@Suite("Subscribers", .timeLimit(.minutes(5)))
struct SubscriberTests {
    @Test("A message reaches a subscriber that was down, once, signed; its secret is shown once and rotated")
    func delivered() async throws {
        let house = try await Installation(settings: ["GATEHOUSE_OUTGOING_ALLOWED_NETWORKS": "127.0.0.1"])
        let inbox = Inbox()
        let server = try LoopbackServer { inbox.answer($0) }
        let port = try await server.start()
        let made = try await house.api.post(
            "/v1/subscribers",
            [
                "label": "CRM", "url": .string("http://127.0.0.1:\(port)/events"),
                "events": ["message.received"],
            ]
        ).expect(201)
        let path = "/v1/subscribers/\(made["id"].string ?? "")"
        let secret = try #require(made["secret"].string)
        #expect(secret.hasPrefix("whsec_"))
        #expect(try await house.api.get(path).expect(200)["secret"].string == nil)

        inbox.fail(1)
        #expect(try await house.mock.phone("+14155550100").text("Hello", to: Installation.number).succeeded)
        try await eventually("it is delivered after a failure") {
            inbox.accepted.count == 1
        }
        let call = try #require(inbox.accepted.first)
        #expect(call.isSigned(with: secret))
        #expect(!call.isSigned(with: "whsec_" + Base64.encode(Array(repeating: 1, count: 32))))
        let event = try JSONDecoder().decode(JSONValue.self, from: Data(call.body))
        let document = try await APIClient.sharedTransport.exchange(
            HTTPCall(method: .get, url: house.gateway.url + "/openapi.json"))
        #expect(try OpenAPI(document.body).complaints(aboutEvent: event) == [])
        #expect(event["type"] == "message.received")
        #expect(event["data"]["message"]["text"] == "Hello")
        #expect(event["id"].string == call.header("webhook-id"))
        let outcomes = try await house.api.get(path + "/deliveries").expect(200)["items"].array
        #expect(outcomes.count == 2, "one that failed, one that did not")

        let rotated = try #require(try await house.api.post(path + "/secret", [:]).expect(200)["secret"].string)
        #expect(rotated != secret)
        _ = try await house.api.post(path + "/test", [:]).expect(200)
        let test = try #require(inbox.accepted.last)
        #expect(test.isSigned(with: secret) && test.isSigned(with: rotated), "both sign while the rotation lasts")
        await house.end()
        await server.stop()
    }

    @Test("A subscriber at a private address is not called, and the history says why")
    func privateAddress() async throws {
        let house = try await Installation()
        let made = try await house.api.post(
            "/v1/subscribers", ["label": "Neighbour", "url": "http://10.0.0.1/events"])
        if made.status == 201 {
            let path = "/v1/subscribers/\(made["id"].string ?? "")"
            let answer = try await house.api.post(path + "/test", [:]).expect(200)
            #expect(answer["outcome"] == "failed")
            #expect("\(answer.json)".contains("10.0.0.1"))
        } else {
            #expect(made.status == 422)
        }
        await house.end()
    }
}

/// What a subscriber was sent.
private final class Inbox: Sendable {
    private struct State {
        var failures = 0
        var accepted: [MockRequest] = []
    }

    private let state = Mutex(State())

    /// What was answered with 200.
    var accepted: [MockRequest] { state.withLock { $0.accepted } }

    /// The next calls are answered with 503.
    func fail(_ count: Int) { state.withLock { $0.failures = count } }

    func answer(_ request: MockRequest) -> MockReply {
        state.withLock { state in
            guard state.failures == 0 else {
                state.failures -= 1
                return .response(MockResponse(status: .serviceUnavailable))
            }
            state.accepted.append(request)
            return .response(MockResponse(status: .ok))
        }
    }
}

extension MockRequest {
    fileprivate func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }

    /// Standard Webhooks: one of the values is `v1,` and the base64 of the HMAC over id, time and body.
    fileprivate func isSigned(with secret: String) -> Bool {
        guard let key = Base64.decode(String(secret.dropFirst("whsec_".count))), let id = header("webhook-id"),
            let time = header("webhook-timestamp"), let given = header("webhook-signature")
        else { return false }
        let expected = "v1," + Base64.encode(Hash.sha256.hmac(key: key, Array("\(id).\(time).".utf8) + body))
        return given.split(separator: " ").contains(Substring(expected))
    }
}
