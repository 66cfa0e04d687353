import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Waiting after failures")
struct LogInBackOffTests {
    private static let ann = LogInBackOff.Bucket.account(ID(rawValue: 1), passwordSetAt: nil)

    private func wait(_ backOff: LogInBackOff, _ bucket: LogInBackOff.Bucket = ann) -> Int? {
        do {
            _ = try backOff.begin(bucket)
            return nil
        } catch let refusal as Refusal {
            if case .tooMany(let seconds) = refusal.kind { return seconds }
            return -1
        } catch { return -1 }
    }

    @Test("Four failures cost nothing; then each doubles the wait, up to a quarter of an hour")
    func table() {
        let seconds = (0...30).map { Int(LogInBackOff.wait(after: $0).components.seconds) }
        #expect(Array(seconds.prefix(15)) == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900])
        #expect(seconds.dropFirst(14).allSatisfy { $0 == 900 })
    }

    @Test("Whoever hammers is told how long to wait, and does not make the wait longer")
    func hammer() {
        let clock = ManualClock()
        let backOff = LogInBackOff(clock: clock)
        for _ in 0..<5 { #expect(wait(backOff) == nil) }
        for _ in 0..<1000 { #expect(wait(backOff) == 2) }
        clock.advance(by: .milliseconds(1999))
        #expect(wait(backOff) == 1)
        clock.advance(by: .milliseconds(1))
        #expect(wait(backOff) == nil)
        #expect(wait(backOff) == 4)
        #expect(backOff.failures(Self.ann) == 6)
    }

    @Test("However much is guessed, nobody waits for more than a quarter of an hour; a day later all is forgotten")
    func longest() {
        let clock = ManualClock()
        let backOff = LogInBackOff(clock: clock)
        for _ in 0..<200 {
            while let seconds = wait(backOff) {
                #expect(seconds <= 900)
                clock.advance(by: .seconds(seconds))
            }
        }
        clock.advance(by: .seconds(24 * 3600))
        for _ in 0..<5 { #expect(wait(backOff) == nil) }
        // A clock that was set back does not make it longer.
        clock.advance(by: .seconds(-5000))
        #expect(wait(backOff) == 2)
    }

    @Test("Each account, device and session waits for itself; a new password is a new account")
    func buckets() {
        let backOff = LogInBackOff(clock: ManualClock())
        for _ in 0..<6 { _ = wait(backOff) }
        #expect(wait(backOff) != nil)
        for other in [
            LogInBackOff.Bucket.account(ID(rawValue: 1), passwordSetAt: Timestamp(milliseconds: 5)),
            .account(ID(rawValue: 2), passwordSetAt: nil), .device("a"), .session(ID(rawValue: 1)),
            .stranger("ann@our.test"),
        ] { #expect(wait(backOff, other) == nil) }
    }

    @Test("A try that was no failure leaves things as they were; a success forgets")
    func takenBack() throws {
        let clock = ManualClock()
        let backOff = LogInBackOff(clock: clock)
        for _ in 0..<6 {
            while let seconds = wait(backOff) { clock.advance(by: .seconds(seconds)) }
        }
        clock.advance(by: .seconds(4))
        let attempt = try backOff.begin(Self.ann)
        #expect(backOff.failures(Self.ann) == 7)
        backOff.takeBack(attempt)
        #expect(backOff.failures(Self.ann) == 6)
        #expect(wait(backOff) == nil)
        #expect(backOff.succeeded(Self.ann) == 6)
        #expect(wait(backOff) == nil)
        #expect(backOff.failures(Self.ann) == 1)
    }

    @Test("A flood of strangers fills no memory, and frees nobody who is known")
    func flood() {
        let backOff = LogInBackOff(clock: ManualClock())
        for _ in 0..<6 { _ = wait(backOff) }
        for number in 0..<30_000 { _ = wait(backOff, .stranger("\(number)")) }
        #expect(wait(backOff) != nil)
        #expect(backOff.failures(.stranger("29999")) == 0)
        for _ in 0..<6 { _ = wait(backOff, .account(ID(rawValue: 9), passwordSetAt: nil)) }
        #expect(wait(backOff, .account(ID(rawValue: 9), passwordSetAt: nil)) != nil)
    }
}
