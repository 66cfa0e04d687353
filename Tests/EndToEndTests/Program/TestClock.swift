import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes

/// The clock of a gateway that was started with the setting `test.clock`.
struct TestClock {
    private let gateway: GatewayProcess

    init(_ gateway: GatewayProcess) { self.gateway = gateway }

    /// Forward, or back where it is negative.
    func turn(by duration: Duration) async throws {
        let seconds = duration.components.seconds
        let reply = try await APIClient.sharedTransport.exchange(
            HTTPCall(
                method: .post, url: gateway.url + "/test/clock", headers: [.contentType: "application/json"],
                body: Array("{\"seconds\": \(seconds)}".utf8)))
        guard reply.status == 200 else { throw ProgramFailure("the clock cannot be turned: \(reply.status)") }
    }
}

extension TestClock {
    /// What time it is there.
    func now() async throws -> Date {
        let reply = try await APIClient.sharedTransport.exchange(
            HTTPCall(method: .get, url: gateway.url + "/test/clock"))
        let reading = try JSONDecoder().decode([String: Int64].self, from: Data(reply.body))
        return Date(timeIntervalSince1970: Double(reading["milliseconds"] ?? 0) / 1000)
    }
}

extension Installation {
    static let testClock = ["GATEHOUSE_TEST_CLOCK": "0"]

    /// Forward, or back where it is negative.
    func turnClock(by duration: Duration) async throws { try await TestClock(gateway).turn(by: duration) }

    /// What time it is there, as the API writes times.
    func clock() async throws -> String {
        try await TestClock(gateway).now().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
