import ConnectorKit

/// Requests at the times of a schedule, whatever became of those before: nobody who texts waits until others are
/// answered. A time is counted from when the request was due, not from when it could be made.
struct PacedLoad: Sendable {
    let messages: Int
    let perSecond: Double

    func measure(_ call: (Int) -> HTTPCall) async throws -> Measurement {
        let client = Client()
        let calls = (0..<messages).map(call)
        let gap = Duration.seconds(1 / perSecond)
        let begin = ContinuousClock.now + .milliseconds(20)
        let times = try await withThrowingTaskGroup(of: Duration.self) { group in
            for (index, call) in calls.enumerated() {
                let due = begin + gap * Double(index)
                if due > .now { try await Task.sleep(until: due, tolerance: .zero, clock: .continuous) }
                group.addTask {
                    try await client.send(call)
                    return ContinuousClock.now - due
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        return Measurement(messages: messages, begin: begin, duration: ContinuousClock.now - begin, times: times)
    }
}
