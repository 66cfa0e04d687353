extension SQLiteSchema {
    /// Subscribers, what waits for them, and their history.
    static let subscribers = """
        CREATE TABLE subscriber (
            id INTEGER PRIMARY KEY, label TEXT NOT NULL, url TEXT NOT NULL, kinds TEXT, contact_points TEXT,
            state TEXT NOT NULL, state_reason TEXT, position INTEGER NOT NULL, epoch INTEGER NOT NULL,
            created_at INTEGER NOT NULL, secret BLOB NOT NULL
        ) STRICT;
        CREATE TABLE waiting_delivery (
            subscriber INTEGER NOT NULL, position INTEGER NOT NULL, lane TEXT NOT NULL, epoch INTEGER NOT NULL,
            is_first INTEGER NOT NULL, due_at INTEGER NOT NULL, tries INTEGER NOT NULL, failing_since INTEGER,
            PRIMARY KEY (subscriber, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX waiting_delivery_lane ON waiting_delivery (subscriber, lane, position);
        CREATE INDEX waiting_delivery_first ON waiting_delivery (subscriber, due_at, position) WHERE is_first = 1;
        CREATE TABLE delivery (
            id INTEGER PRIMARY KEY, subscriber INTEGER NOT NULL, position INTEGER NOT NULL, at INTEGER NOT NULL,
            duration INTEGER NOT NULL, outcome TEXT NOT NULL, status INTEGER, error TEXT
        ) STRICT;
        CREATE INDEX delivery_subscriber ON delivery (subscriber, id);
        CREATE INDEX delivery_outcome ON delivery (subscriber, outcome, id);
        """
}
