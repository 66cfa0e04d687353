import ConnectorKit

/// Somebody who takes messages of one direction, to be measured in turns with others.
struct Contender: Sendable {
    let who: Contestant
    /// Whether what it has answered goes on to somebody else.
    let passesOn: Bool
    /// Makes the request of each index. No index comes twice.
    let call: @Sendable (Int) -> HTTPCall
    /// Since its start; `nil` for whoever writes nothing.
    let diskUse: (@Sendable () async throws -> DiskUse)?

    init(
        _ who: Contestant, passesOn: Bool, diskUse: (@Sendable () async throws -> DiskUse)? = nil,
        call: @escaping @Sendable (Int) -> HTTPCall
    ) {
        self.who = who
        self.passesOn = passesOn
        self.call = call
        self.diskUse = diskUse
    }
}
