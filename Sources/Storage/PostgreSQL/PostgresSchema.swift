import Gateway

/// The schema, as numbered steps that only go forward. What the tables are for stands with SQLite's, which has the same
/// tables and columns; a test holds them against each other.
enum PostgresSchema {
    /// Never change a step that was released; add one.
    static let steps: [String] = [
        contactPoints,
        access,
        logIns,
        connections,
        conversations,
        messages,
        outbox,
        stopList,
        webhooks,
        logs,
        health,
        operation,
        alerts,
        subscribers,
        media,
        customers,
        blobs,
        timers,
        notifications,
        engine,
        refusedWebhooks,
        duties,
        lastWords,
        openDesk,
        customerNames,
        challenges,
        quickReplies,
        clientSettings,
        transcripts,
        availability,
        connectionLabels,
        possibleOptOuts,
    ]

    /// For advisory locks: any number that nobody else takes.
    private static let lock: Int64 = 0x6761_7465_686f

    /// One of those who come at the same time does it; the others wait for that one and find it done.
    static func migrate(_ session: PostgresSession) throws {
        try session.command(
            """
            BEGIN; SELECT pg_advisory_xact_lock(\(lock));
            CREATE TABLE IF NOT EXISTS schema_version (id bigint PRIMARY KEY, version bigint NOT NULL)
            """)
        do {
            let found = try session.execute(text: "SELECT version FROM schema_version WHERE id = 1", [])
                .rows { $0.integer(0) ?? 0 }
            let version = Int(found.first ?? 0)
            guard version <= steps.count else {
                throw StoreFailure(
                    "This database has schema \(version); the program knows up to \(steps.count). Use a newer program.")
            }
            if version < steps.count {
                for step in steps.dropFirst(version) { try session.command(sortedByBytes(step)) }
                try session.execute(
                    text: """
                        INSERT INTO schema_version (id, version) VALUES (1, $1)
                        ON CONFLICT (id) DO UPDATE SET version = excluded.version
                        """, [.integer(steps.count)])
            }
            try session.command("COMMIT")
        } catch {
            _ = try? session.command("ROLLBACK")
            throw error
        }
    }

    /// In the steps the types of columns are written in capitals. Texts are compared by their bytes, whatever the
    /// database's locale, for pages and keys are to have the same order on both engines.
    private static func sortedByBytes(_ step: String) -> String {
        step.replacing(/\bTEXT\b/, with: "text COLLATE \"C\"")
    }
}
