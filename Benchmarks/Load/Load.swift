import ConnectorKit

/// Many callers, each with one request after the other.
struct Load: Sendable {
    let messages: Int
    let callers: Int

    /// - Parameter call: makes the request of each index. All are made before the clock starts: signing them is the
    ///   platform's work, not the gateway's.
    func measure(_ call: (Int) -> HTTPCall) async throws -> Measurement {
        let client = Client()
        let calls = (0..<messages).map(call)
        // The first requests, at once, open a connection for each caller and fill caches; they are not counted.
        let first = (0..<callers).map { call(-1 - $0) }
        try await withThrowingTaskGroup { group in
            for call in first { group.addTask { try await client.send(call) } }
            try await group.waitForAll()
        }
        let next = Counter()
        let begin = ContinuousClock.now
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<callers {
                group.addTask { [messages] in
                    var times: [Duration] = []
                    while true {
                        let index = next.take()
                        guard index < messages else { return times }
                        let start = ContinuousClock.now
                        try await client.send(calls[index])
                        times.append(ContinuousClock.now - start)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Measurement(messages: messages, begin: begin, duration: ContinuousClock.now - begin, times: times)
    }
}
