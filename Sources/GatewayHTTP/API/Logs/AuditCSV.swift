import Gateway

/// The audit log as a CSV document.
enum AuditCSV {
    static let columns = ["position", "at", "actor", "action", "subject", "before", "after"]

    static func document(_ filter: AuditFilter) -> CSVDocument {
        CSVDocument(
            columns: columns, rows: { page, transaction in try transaction.auditEntries(filter, page) },
            cursor: \.position, cells: cells)
    }

    /// Labels and texts of people stand in these cells: none may be run as a formula.
    @Sendable private static func cells(_ row: (position: Int64, entry: AuditEntry)) -> [String] {
        let entry = row.entry
        return [String(row.position), TimeText.of(entry.at)]
            + [entry.actor, entry.action, entry.subject, entry.before ?? "", entry.after ?? ""]
            .map(SpreadsheetText.harmless)
    }
}
