import Gateway
import GatewayModel
import PhoneNumbers
import Storage

/// The store for a command that does one thing beside, or without, a gateway that serves.
struct CommandStore {
    static let actor = "command line"

    let store: any DatabaseStore
    let surroundings: Surroundings

    init(_ settings: Settings) throws {
        // Whoever makes the database makes the key its secrets will need.
        _ = try MasterKey(settings).load(for: settings.database)
        store = try settings.database.open(for: .besideOthers)
        let clock = SystemClock()
        // A node number of its own: a gateway may be making ids at the same moment.
        surroundings = Surroundings(
            clock: clock, ids: IDGenerator(node: store.nodeNumber ?? 1, after: try store.greatestID(), clock: clock),
            connectors: .standard(), numberingPlans: PhoneNumberLibrary(), publicURL: settings.publicURL)
    }

    func write<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws -> Result {
        do {
            return try await store.write { [surroundings] transaction in
                try ContactPoints(surroundings).prepare(in: transaction)
                return try work(transaction)
            }
        } catch let refusal as Refusal {
            throw CommandFailure(refusal)
        }
    }
}

/// A refusal, as a command says it.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ refusal: Refusal) {
        description = refusal.explanation
    }

    init(_ description: String) {
        self.description = description
    }
}
