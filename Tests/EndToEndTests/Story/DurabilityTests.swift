import Foundation
import MockSMS
import Synchronization
import Testing

@Suite("Nothing is acknowledged before it is on the disk")
struct DurabilityTests {
    enum Request: String, CaseIterable, CustomTestStringConvertible {
        case webhook, notification
        var testDescription: String { rawValue }
    }

    @Test("While the disk holds back, there is no answer; then there is", arguments: Request.allCases)
    func held(request: Request) async throws {
        let place = try Program.temporaryFolder()
        let disk = try HeldDisk(in: place)
        let house = try await Installation(settings: disk.settings)
        let isAnswered = Mutex(false)
        try disk.hold()
        let (mock, api) = (house.mock, house.api)
        async let answer: Void = {
            switch request {
            case .webhook:
                let delivered = try await mock.phone("+14155550123").text("hello", to: Installation.number)
                #expect(delivered.succeeded)
            case .notification:
                _ = try await api.post(
                    "/v1/contact-points/default/notifications", ["to": "+14155550123", "text": "Hello"]
                ).expect(202)
            }
            isAnswered.withLock { $0 = true }
        }()
        try await eventually("somebody waits for the disk") { disk.isAwaited }
        #expect(isAnswered.withLock { !$0 })
        try disk.release()
        try await answer
        await house.end()
        try FileManager.default.removeItem(at: place)
    }
}
