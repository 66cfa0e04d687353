extension SQLiteSchema {
    /// Notifications to many, when contact points send them, and how much may be sent in a day.
    static let notifications = """
        CREATE TABLE notification (
            id INTEGER PRIMARY KEY, contact_point TEXT NOT NULL, platform TEXT NOT NULL, connection INTEGER,
            author TEXT NOT NULL, text TEXT, recipient_count INTEGER NOT NULL, units INTEGER NOT NULL,
            created_at INTEGER NOT NULL, canceled_at INTEGER, is_complete INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX notification_contact_point ON notification (contact_point, id);
        CREATE INDEX notification_incomplete ON notification (id) WHERE is_complete = 0;
        CREATE TABLE notification_recipient (
            notification INTEGER NOT NULL, number INTEGER NOT NULL, given TEXT NOT NULL, address_kind TEXT,
            address TEXT, message INTEGER, reason_code TEXT, reason_platform_code TEXT, reason TEXT,
            PRIMARY KEY (notification, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX notification_recipient_message ON notification_recipient (message) WHERE message IS NOT NULL;
        CREATE INDEX notification_recipient_refused ON notification_recipient (address, address_kind)
            WHERE reason_code IS NOT NULL;

        ALTER TABLE media ADD COLUMN notification INTEGER;
        CREATE INDEX media_notification ON media (notification, position) WHERE notification IS NOT NULL;
        DROP INDEX media_unused;
        CREATE INDEX media_unused ON media (id) WHERE message IS NULL AND notification IS NULL;

        CREATE TABLE sending_window (contact_point TEXT PRIMARY KEY, hours TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE sending_cap (subject TEXT PRIMARY KEY, units INTEGER) STRICT, WITHOUT ROWID;
        CREATE TABLE spending (
            subject TEXT NOT NULL, day INTEGER NOT NULL, units INTEGER NOT NULL, cap_reached INTEGER NOT NULL,
            PRIMARY KEY (subject, day)
        ) STRICT, WITHOUT ROWID;
        """
}
