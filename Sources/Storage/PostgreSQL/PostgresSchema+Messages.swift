extension PostgresSchema {
    /// Messages, their parts and the attempts to send them.
    static let messages = """
        CREATE TABLE message (
            id BIGINT PRIMARY KEY, conversation BIGINT, contact_point TEXT NOT NULL, connection BIGINT NOT NULL,
            address_kind TEXT NOT NULL, address TEXT NOT NULL, direction TEXT NOT NULL, purpose TEXT NOT NULL,
            author TEXT NOT NULL, text TEXT, media TEXT, mark TEXT, details TEXT, status TEXT NOT NULL,
            reason_code TEXT, reason_platform_code TEXT, reason TEXT,
            created_at BIGINT NOT NULL, status_at BIGINT NOT NULL
        );
        CREATE INDEX message_conversation ON message (conversation, id);
        CREATE INDEX message_notification ON message (address, contact_point, id)
            WHERE purpose = 'notification' AND conversation IS NULL;
        CREATE INDEX message_connection ON message (connection, direction, id);
        CREATE INDEX message_loose ON message (id) WHERE conversation IS NULL;
        CREATE TABLE part (
            message BIGINT NOT NULL, number BIGINT NOT NULL, text TEXT, media TEXT, units BIGINT NOT NULL,
            state TEXT NOT NULL, status TEXT NOT NULL, app BIGINT NOT NULL, platform_id TEXT, attempted_at BIGINT,
            reported_at BIGINT,
            PRIMARY KEY (message, number)
        );
        CREATE INDEX part_platform_id ON part (app, platform_id) WHERE platform_id IS NOT NULL;
        CREATE TABLE attempt (
            id BIGINT PRIMARY KEY, message BIGINT NOT NULL, part BIGINT NOT NULL, started_at BIGINT NOT NULL,
            is_possible_duplicate BIGINT NOT NULL, ended_at BIGINT, outcome TEXT,
            reason_code TEXT, reason_platform_code TEXT, reason TEXT
        );
        CREATE INDEX attempt_message ON attempt (message, id);
        """

    static let quickReplies = "ALTER TABLE part ADD COLUMN quick_replies TEXT;"

    static let outbox = """
        CREATE TABLE outbox (
            message BIGINT PRIMARY KEY, contact_point TEXT NOT NULL, connection BIGINT NOT NULL,
            address_kind TEXT NOT NULL, address TEXT NOT NULL, purpose TEXT NOT NULL, priority BIGINT NOT NULL,
            state BIGINT NOT NULL, due_at BIGINT NOT NULL, leased_until BIGINT,
            tries BIGINT NOT NULL, look_ups BIGINT NOT NULL, created_at BIGINT NOT NULL
        );
        CREATE INDEX outbox_ready ON outbox (connection, priority, message) WHERE state = 1;
        CREATE INDEX outbox_leased ON outbox (leased_until) WHERE state = 2;
        CREATE INDEX outbox_lane ON outbox (address, contact_point, address_kind, priority, message);
        CREATE INDEX outbox_connection ON outbox (connection);
        """

    static let stopList = """
        CREATE TABLE stop_entry (
            contact_point TEXT NOT NULL, address_kind TEXT NOT NULL, address TEXT NOT NULL,
            is_stopped BIGINT NOT NULL, source TEXT NOT NULL, actor TEXT NOT NULL, since BIGINT NOT NULL,
            imported_by TEXT, imported_at BIGINT,
            PRIMARY KEY (contact_point, address_kind, address)
        );
        """
}
