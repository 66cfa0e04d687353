import GatewayModel

/// Stop lists as CSV.
public struct StopListExport: Sendable {
    public static let columns = StopListColumn.allCases.map(\.rawValue)

    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// Everybody who is stopped. Customers' addresses leave with it, so it is audited.
    public func document(
        of scope: StopListScope, by actor: String, in transaction: any StoreTransaction
    ) throws -> CSVDocument {
        if case .contactPoint(let id) = scope, try transaction.contactPoint(id) == nil {
            throw Refusal.notFound("contact point")
        }
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "stop-list.export", subject: scope.subject))
        switch scope {
        case .contactPoint(let id):
            return CSVDocument(
                columns: Self.columns, rows: { page, transaction in try transaction.stopEntries(at: id, page) },
                cursor: \.address, cells: StopListColumn.cells)
        case .everyContactPoint:
            return CSVDocument(
                columns: Self.columns, rows: { page, transaction in try transaction.stopEntries(page) },
                cursor: { $0 }, cells: StopListColumn.cells)
        }
    }
}
