import GatewayModel

/// The pace of one connection: the generic cell rate algorithm on a single number, so that a row of it can be shared.
struct PaceMeter {
    private let interval: Double
    private let burst: Int

    init(_ pacing: Pacing) {
        interval = 1_000_000 / pacing.unitsPerSecond
        burst = pacing.burst
    }

    enum Answer: Equatable {
        /// Go; the mark is now this.
        case go(mark: Int64)
        /// Not before this time.
        case wait(until: Timestamp)
    }

    /// The mark that lets nothing through before the time.
    func mark(waitingUntil moment: Timestamp) -> Int64 {
        moment.milliseconds * 1000 + Int64(Double(burst - 1) * interval)
    }

    /// - Parameters:
    ///   - mark: when the meter would be empty, in microseconds since 1970.
    ///   - units: what the send costs. More than the burst is let through too, and paid for afterwards.
    func ask(mark: Int64, units: Int, at now: Timestamp) -> Answer {
        let nowMicroseconds = now.milliseconds * 1000
        let earliest = Double(mark) - Double(burst - 1) * interval
        if earliest > Double(nowMicroseconds) {
            return .wait(until: Timestamp(milliseconds: Int64((earliest / 1000).rounded(.up))))
        }
        return .go(mark: max(mark, nowMicroseconds) + Int64(Double(units) * interval))
    }
}
