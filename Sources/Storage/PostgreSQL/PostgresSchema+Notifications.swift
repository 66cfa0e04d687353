extension PostgresSchema {
    /// Notifications to many, and how much may be sent in a day.
    static let notifications = """
        CREATE TABLE notification (
            id BIGINT PRIMARY KEY, contact_point TEXT NOT NULL, platform TEXT NOT NULL, connection BIGINT,
            author TEXT NOT NULL, text TEXT, recipient_count BIGINT NOT NULL, units BIGINT NOT NULL,
            created_at BIGINT NOT NULL, canceled_at BIGINT, is_complete BIGINT NOT NULL
        );
        CREATE INDEX notification_contact_point ON notification (contact_point, id);
        CREATE INDEX notification_incomplete ON notification (id) WHERE is_complete = 0;
        CREATE TABLE notification_recipient (
            notification BIGINT NOT NULL, number BIGINT NOT NULL, given TEXT NOT NULL, address_kind TEXT,
            address TEXT, message BIGINT, reason_code TEXT, reason_platform_code TEXT, reason TEXT,
            PRIMARY KEY (notification, number)
        );
        CREATE INDEX notification_recipient_message ON notification_recipient (message) WHERE message IS NOT NULL;
        CREATE INDEX notification_recipient_refused ON notification_recipient (address, address_kind)
            WHERE reason_code IS NOT NULL;
        CREATE TABLE sending_cap (subject TEXT PRIMARY KEY, units BIGINT);
        CREATE TABLE spending (
            subject TEXT NOT NULL, day BIGINT NOT NULL, units BIGINT NOT NULL, cap_reached BIGINT NOT NULL,
            PRIMARY KEY (subject, day)
        );
        """
}
