/// Measures contenders in turns: from one minute to the next a machine changes by more than some of them differ.
struct Race {
    let load: Load
    let turns: Int
    /// Who takes what is passed on.
    let arrivals: Arrivals
    /// Gives each request its index.
    let indices: Counter

    func run(_ contenders: [Contender]) async throws -> [Contestant: RaceResult] {
        var results: [Contestant: RaceResult] = [:]
        for turn in 1...turns {
            // Whoever comes first finds the machine as the one before left it: each is that one's neighbour both ways.
            for contender in turn.isMultiple(of: 2) ? contenders.reversed() : contenders {
                try await measure(contender, into: &results[contender.who, default: RaceResult()])
            }
        }
        return results
    }

    private func measure(_ contender: Contender, into result: inout RaceResult) async throws {
        let all = load.messages + load.callers
        // The load's first requests have indices below that of the others.
        let first = indices.take(all) + load.callers
        let taken = try await arrivals.count()
        let before = try await contender.diskUse?()
        let answered = try await load.measure { contender.call(first + $0) }
        result.answered.append(answered)
        if contender.passesOn {
            try await arrivals.wait(for: all, since: taken)
            result.arrivals.append(Double(load.messages) / ((ContinuousClock.now - answered.begin) / .seconds(1)))
        }
        if let before, let after = try await contender.diskUse?() {
            result.diskUse = result.diskUse + (after - before)
            result.messages += all
        }
    }
}

/// What became of one contender in all turns; each figure is the median of the turns.
struct RaceResult: Sendable {
    var answered: [Measurement] = []
    /// A second, until all had arrived; one for each turn.
    var arrivals: [Double] = []
    var diskUse = DiskUse()
    /// Those that ``diskUse`` is of.
    var messages = 0

    var answeredPerSecond: Double { answered.map(\.perSecond).median }
    var arrivedPerSecond: Double? { arrivals.isEmpty ? nil : arrivals.median }
    /// What it can go on with: what is answered faster than it is passed on piles up.
    var sustainedPerSecond: Double { min(answeredPerSecond, arrivedPerSecond ?? .infinity) }
    /// Milliseconds.
    var median: Double { answered.map(\.median).median }
    var slowest: Double { answered.map(\.slowest).median }
}
