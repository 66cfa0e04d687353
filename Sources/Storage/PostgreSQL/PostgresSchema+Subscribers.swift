extension PostgresSchema {
    /// Subscribers, what waits for them, and their history.
    static let subscribers = """
        CREATE TABLE subscriber (
            id BIGINT PRIMARY KEY, label TEXT NOT NULL, url TEXT NOT NULL, kinds TEXT, contact_points TEXT,
            state TEXT NOT NULL, state_reason TEXT, position BIGINT NOT NULL, epoch BIGINT NOT NULL,
            created_at BIGINT NOT NULL, secret BYTEA NOT NULL
        );
        CREATE TABLE waiting_delivery (
            subscriber BIGINT NOT NULL, position BIGINT NOT NULL, lane TEXT NOT NULL, epoch BIGINT NOT NULL,
            is_first BIGINT NOT NULL, due_at BIGINT NOT NULL, tries BIGINT NOT NULL, failing_since BIGINT,
            PRIMARY KEY (subscriber, position)
        );
        CREATE INDEX waiting_delivery_lane ON waiting_delivery (subscriber, lane, position);
        CREATE INDEX waiting_delivery_first ON waiting_delivery (subscriber, due_at, position) WHERE is_first = 1;
        CREATE TABLE delivery (
            id BIGINT PRIMARY KEY, subscriber BIGINT NOT NULL, position BIGINT NOT NULL, at BIGINT NOT NULL,
            duration BIGINT NOT NULL, outcome TEXT NOT NULL, status BIGINT, error TEXT
        );
        CREATE INDEX delivery_subscriber ON delivery (subscriber, id);
        CREATE INDEX delivery_outcome ON delivery (subscriber, outcome, id);
        """
}
