import GatewayModel

/// Stop lists from CSV files: read as they come and stored batch by batch, so that no file is too long.
///
/// What is stored stays, whatever follows; whoever imports the same file again changes nothing that is there. A file
/// that fits into one batch is stored in one transaction, with its entry in the audit log. A longer one has an entry
/// where it begins, in the transaction of its first batch, and one with the counts at its end.
public struct StopListImport: Sendable {
    /// Lines stored in one transaction; everybody else who writes waits for it.
    static let batchSize = 500
    public static let mostBytes = 1 << 30

    private let surroundings: Surroundings
    private let store: any Store

    public init(_ surroundings: Surroundings, store: any Store) {
        self.surroundings = surroundings
        self.store = store
    }

    /// - Parameter permitted: asked in the transaction of each batch; where it throws, the import ends.
    public func run<Pieces: AsyncSequence>(
        _ pieces: Pieces, into scope: StopListScope, by actor: String,
        permitted: @escaping @Sendable (any StoreTransaction) throws -> Void = { _ in }
    ) async throws -> StopListImportReport where Pieces.Element == [UInt8] {
        let contactPoints = try await store.read { transaction in
            if case .contactPoint(let id) = scope, try transaction.contactPoint(id) == nil {
                throw Refusal.notFound("contact point")
            }
            return try transaction.contactPoints()
        }
        let line = StopListLine(
            scope: scope, contactPoints: Dictionary(uniqueKeysWithValues: contactPoints.map { ($0.id, $0) }),
            addresses: StopListAddresses(surroundings),
            imported: StopEntry.Import(by: actor, at: surroundings.clock.now))
        var progress = StopListImportProgress(surroundings, store, scope, line, permitted)
        do {
            for try await piece in pieces { try await progress.take(piece) }
            return try await progress.finish()
        } catch {
            throw await progress.brokenOff(by: error)
        }
    }
}
