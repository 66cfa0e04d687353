/// The figures that the aims are about; each is there once it was measured.
struct Figures {
    var inbound: [Contestant: RaceResult] = [:]
    var outbound: [Contestant: RaceResult] = [:]
    /// MB, of gateways.
    var idleMemory: [Contestant: Int] = [:]
    var peakMemory: [Contestant: Int] = [:]
    /// The p50 of a send with the long stop list to that with an empty one.
    var stopList: Double?

    /// How much faster one is than another, by what it can go on with.
    func ratio(_ direction: Direction, of one: Contestant, to other: Contestant) -> Double? {
        let results = direction == .inbound ? inbound : outbound
        guard let one = results[one], let other = results[other] else { return nil }
        return one.sustainedPerSecond / other.sustainedPerSecond
    }
}
