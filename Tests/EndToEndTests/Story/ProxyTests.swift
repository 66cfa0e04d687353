import ConnectorKit
import CurlTransport
import Foundation
import GatewayHTTP
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

/// Behind a reverse proxy: whose request is it?
@Suite("Reverse proxies")
struct ProxyTests {
    private struct Case: CustomTestStringConvertible {
        let peer: String
        let header: [String]
        let client: String
        var testDescription: String { "\(peer) says \(header)" }
    }

    private static let cases = [
        Case(peer: "203.0.113.9", header: ["198.51.100.1"], client: "203.0.113.9"),
        Case(peer: "10.0.0.1", header: [], client: "10.0.0.1"),
        Case(peer: "10.0.0.1", header: ["198.51.100.1"], client: "198.51.100.1"),
        Case(peer: "10.0.0.1", header: ["1.1.1.1, 198.51.100.1"], client: "198.51.100.1"),
        Case(peer: "10.0.0.1", header: ["1.1.1.1, 198.51.100.1, 10.0.0.2"], client: "198.51.100.1"),
        Case(peer: "10.0.0.1", header: ["1.1.1.1", "198.51.100.1"], client: "198.51.100.1"),
        Case(peer: "10.0.0.1", header: ["10.0.0.3,10.0.0.2"], client: "10.0.0.3"),
        Case(peer: "10.0.0.1", header: ["198.51.100.1,"], client: "198.51.100.1"),
    ]

    @Test("From the end of the list, for as long as the one who wrote it is trusted", arguments: cases)
    private func address(_ given: Case) {
        var headers = HTTPFields()
        for value in given.header {
            headers.append(HTTPField(name: .init("X-Forwarded-For")!, value: value))
        }
        #expect(ClientAddress { $0.hasPrefix("10.") }.of(peer: given.peer, headers) == given.client)
    }

    @Test("Guesses of keys are slowed down by address, and whoever has a key is not")
    func guesses() async throws {
        let house = try await Installation(settings: ["GATEHOUSE_PUBLIC_TRUSTED_PROXIES": "127.0.0.0/8"])
        let guesser = house.api.with(token: "gatehouse_guess")
        func guess(_ client: String) async throws -> APIClient.Answer {
            try await guesser.call(.get, "/v1/conversations", headers: [.init("X-Forwarded-For")!: client])
        }
        for _ in 0..<60 { #expect(try await guess("192.0.2.1").status == 401) }
        let refused = try await guess("192.0.2.1")
        #expect(refused.status == 429 && refused.problem == "too-many-failures")
        #expect((1...60).contains(Int(refused.headers[.retryAfter] ?? "") ?? 0))
        #expect(try await guess("192.0.2.2").status == 401)
        let good = try await house.api.call(
            .get, "/v1/conversations", headers: [.init("X-Forwarded-For")!: "192.0.2.1"])
        #expect(good.status == 200)
        await house.end()
    }

    @Test(
        "A public address that cannot be meant is warned about",
        arguments: [
            ("http://gateway.example", "0.0.0.0", "in the clear"), ("https://gateway.example", "0.0.0.0", nil),
            ("http://127.0.0.1:8080", "0.0.0.0", "no platform can reach"), ("http://127.0.0.1:8080", "127.0.0.1", nil),
        ] as [(String, String, String?)])
    func warnings(url: String, host: String, warning: String?) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let port = try Program.freePort()
        let gateway = try await GatewayProcess.serve(
            in: folder, port: port,
            settings: [
                "GATEHOUSE_PUBLIC_URL": url, "GATEHOUSE_PUBLIC_LISTEN": "\(host):\(port)",
                "GATEHOUSE_PRIVATE_LISTEN": "127.0.0.1:\(try Program.freePort())",
            ])
        await gateway.stop()
        if let warning {
            #expect(gateway.log.contains(warning), "\(gateway.log)")
        } else {
            #expect(!gateway.log.contains("public.url is"), "\(gateway.log)")
        }
    }

    @Test("What is not required is removed by null; what is required is not")
    func nullRemoves() async throws {
        let house = try await Installation()
        let path = "/v1/platform-apps/\(house.app)"
        #expect(try await house.api.get(path).expect(200)["settings"]["apiBase"] != .null)
        let refused = try await house.api.patch(path, ["settings": ["accountSid": .null]])
        #expect(refused.status == 422)
        #expect(refused["errors"][0]["field"] == "settings.accountSid")
        #expect(try await house.api.patch(path, ["settings": ["nonsense": .null]]).status == 422)
        let before = try await house.api.get(path).expect(200)["settings"]
        _ = try await house.api.patch(path, ["settings": ["apiBase": .null]]).expect(200)
        let after = try await house.api.get(path).expect(200)["settings"]
        #expect(after["apiBase"] != before["apiBase"])
        #expect(after["accountSid"] == before["accountSid"])
        await house.end()
    }
}
