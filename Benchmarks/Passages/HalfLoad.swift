import Foundation

/// How long a message takes at half of what can be gone on with: what somebody sees whose gateway is not overrun.
struct HalfLoad {
    private static let longest = 10.0

    let race: Race
    let field: Field

    func table(
        _ inbound: [Contestant: RaceResult], _ outbound: [Contestant: RaceResult]
    ) async throws -> Table {
        var table = Table(
            title: "At half of the maximum",
            remark: "Requests come by a schedule, whether or not those before are answered, and are counted from when "
                + "they were due. The bare handler's row is what the schedule, the client and the machine add.",
            columns: ["", "a second", "p50 ms", "p99 ms"])
        for (direction, contenders, results) in [
            (Direction.inbound, field.inbound, inbound), (.outbound, field.outbound, outbound),
        ] {
            for contender in contenders where !contender.who.isFull {
                guard let half = results[contender.who].map({ $0.sustainedPerSecond / 2 }) else { continue }
                let found = try await measure(contender, at: half)
                table.rows.append([
                    "\(direction.rawValue), \(contender.who.name(stored: 0))", String(format: "%.0f", half),
                    String(format: "%.2f", found.median), String(format: "%.2f", found.slowest),
                ])
            }
        }
        return table
    }

    private func measure(_ contender: Contender, at perSecond: Double) async throws -> Measurement {
        let messages = max(1, min(race.load.messages, Int(perSecond * Self.longest)))
        let first = race.indices.take(messages)
        let taken = try await race.arrivals.count()
        let found = try await PacedLoad(messages: messages, perSecond: perSecond).measure { contender.call(first + $0) }
        if contender.passesOn { try await race.arrivals.wait(for: messages, since: taken) }
        return found
    }
}
