import GRDB
import Gateway

/// The schema, as numbered steps that only go forward.
enum SQLiteSchema {
    /// Never change a step that was released; add one.
    static let steps: [String] = [
        step1,
        health,
        reported,
        operation,
        traces,
        alerts,
        subscribers,
        media,
        customers,
        blobs,
        users,
        desk,
        sending,
        timers,
        notifications,
        stopList,
        logIns,
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

    static func migrate(_ database: Database) throws {
        try database.inTransaction(.immediate) {
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard version <= steps.count else {
                throw StoreFailure(
                    "This database has schema \(version); the program knows up to \(steps.count). Use a newer program.")
            }
            for step in steps.dropFirst(version) { try database.execute(sql: step) }
            try database.execute(sql: "PRAGMA user_version = \(steps.count)")
            return .commit
        }
    }

    // Keys grow at their end wherever they can: that decides the speed of a large database. Times are milliseconds.
    private static let step1 = """
        CREATE TABLE contact_point (
            id TEXT PRIMARY KEY, label TEXT NOT NULL, language TEXT NOT NULL, time_zone TEXT NOT NULL,
            region TEXT NOT NULL, unproven_sends TEXT NOT NULL, stop_words TEXT, start_words TEXT, help_words TEXT,
            yes_means_start INTEGER NOT NULL, stop_reply TEXT, start_reply TEXT, help_reply TEXT, archived_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE outbound_role (
            contact_point TEXT NOT NULL, "right" TEXT NOT NULL, role TEXT NOT NULL,
            PRIMARY KEY (contact_point, "right", role)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE role (
            id TEXT PRIMARY KEY, label TEXT NOT NULL, is_disabled INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE api_key (
            id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, label TEXT NOT NULL, level TEXT NOT NULL,
            created_at INTEGER NOT NULL, expires_at INTEGER, last_used_at INTEGER, revoked_at INTEGER
        ) STRICT;
        CREATE TABLE api_key_role (
            api_key INTEGER NOT NULL, role TEXT NOT NULL, PRIMARY KEY (api_key, role)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE platform_app (
            id INTEGER PRIMARY KEY, platform TEXT NOT NULL, label TEXT NOT NULL, endpoint TEXT NOT NULL UNIQUE,
            settings TEXT, secrets BLOB NOT NULL, created_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE connection (
            id INTEGER PRIMARY KEY, contact_point TEXT NOT NULL, platform TEXT NOT NULL, app INTEGER NOT NULL,
            address_kind TEXT NOT NULL, address TEXT NOT NULL, settings TEXT, opt_out_replies TEXT NOT NULL,
            units_per_second REAL NOT NULL, burst INTEGER NOT NULL,
            state TEXT NOT NULL, state_reason TEXT, state_since INTEGER NOT NULL,
            UNIQUE (platform, address_kind, address)
        ) STRICT;
        CREATE INDEX connection_contact_point ON connection (contact_point);
        CREATE INDEX connection_app ON connection (app);
        CREATE TABLE pace (connection INTEGER PRIMARY KEY, mark INTEGER NOT NULL) STRICT;

        CREATE TABLE conversation (
            id INTEGER PRIMARY KEY, contact_point TEXT NOT NULL, platform TEXT NOT NULL, connection INTEGER NOT NULL,
            address_kind TEXT NOT NULL, address TEXT NOT NULL, state TEXT NOT NULL, owner TEXT,
            answers_notification INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX conversation_open ON conversation (contact_point, platform, address_kind, address)
            WHERE state <> 'closed';
        CREATE INDEX conversation_customer ON conversation (address, contact_point, id);

        CREATE TABLE message (
            id INTEGER PRIMARY KEY, conversation INTEGER, contact_point TEXT NOT NULL, connection INTEGER NOT NULL,
            address_kind TEXT NOT NULL, address TEXT NOT NULL, direction TEXT NOT NULL, purpose TEXT NOT NULL,
            author TEXT NOT NULL, text TEXT, media TEXT, mark TEXT, details TEXT, status TEXT NOT NULL,
            reason_code TEXT, reason_platform_code TEXT, reason TEXT,
            created_at INTEGER NOT NULL, status_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX message_conversation ON message (conversation, id);
        CREATE INDEX message_notification ON message (address, contact_point, id)
            WHERE purpose = 'notification' AND conversation IS NULL;
        CREATE TABLE part (
            message INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT, media TEXT, units INTEGER NOT NULL,
            state TEXT NOT NULL, status TEXT NOT NULL, app INTEGER NOT NULL, platform_id TEXT, attempted_at INTEGER,
            PRIMARY KEY (message, number)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX part_platform_id ON part (app, platform_id) WHERE platform_id IS NOT NULL;
        CREATE TABLE attempt (
            id INTEGER PRIMARY KEY, message INTEGER NOT NULL, part INTEGER NOT NULL, started_at INTEGER NOT NULL,
            is_possible_duplicate INTEGER NOT NULL, ended_at INTEGER, outcome TEXT,
            reason_code TEXT, reason_platform_code TEXT, reason TEXT
        ) STRICT;
        CREATE INDEX attempt_message ON attempt (message, id);

        CREATE TABLE outbox (
            message INTEGER PRIMARY KEY, contact_point TEXT NOT NULL, connection INTEGER NOT NULL,
            address_kind TEXT NOT NULL, address TEXT NOT NULL, purpose TEXT NOT NULL, priority INTEGER NOT NULL,
            state INTEGER NOT NULL, due_at INTEGER NOT NULL, leased_until INTEGER,
            tries INTEGER NOT NULL, look_ups INTEGER NOT NULL, created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX outbox_ready ON outbox (connection, priority, message) WHERE state = 1;
        CREATE INDEX outbox_leased ON outbox (leased_until) WHERE state = 2;
        CREATE INDEX outbox_lane ON outbox (address, contact_point, address_kind, priority, message);
        CREATE INDEX outbox_connection ON outbox (connection);

        CREATE TABLE stop_entry (
            contact_point TEXT NOT NULL, address_kind TEXT NOT NULL, address TEXT NOT NULL,
            is_stopped INTEGER NOT NULL, source TEXT NOT NULL, actor TEXT NOT NULL, since INTEGER NOT NULL,
            PRIMARY KEY (contact_point, address_kind, address)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE seen_event (
            app INTEGER NOT NULL, time INTEGER NOT NULL, id TEXT NOT NULL, seen_at INTEGER NOT NULL,
            PRIMARY KEY (app, time, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY, app INTEGER NOT NULL, received_at INTEGER NOT NULL, reason TEXT NOT NULL,
            byte_count INTEGER NOT NULL, sealed BLOB NOT NULL
        ) STRICT;
        CREATE INDEX quarantine_app ON quarantine (app, byte_count);
        CREATE TABLE unrouted (
            id INTEGER PRIMARY KEY, app INTEGER NOT NULL, received_at INTEGER NOT NULL, address_kind TEXT NOT NULL,
            address TEXT NOT NULL, from_kind TEXT, from_address TEXT, text TEXT, media TEXT, details TEXT,
            event_time INTEGER, event_id TEXT NOT NULL
        ) STRICT;
        CREATE TABLE parked_report (
            id INTEGER PRIMARY KEY, app INTEGER NOT NULL, platform_id TEXT NOT NULL, part TEXT, status TEXT NOT NULL,
            reason_code TEXT, reason_platform_code TEXT, reason TEXT, has_opted_out INTEGER NOT NULL,
            received_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX parked_report_platform_id ON parked_report (app, platform_id);
        CREATE INDEX parked_report_age ON parked_report (received_at);

        CREATE TABLE event (
            position INTEGER PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, contact_point TEXT,
            conversation INTEGER, message INTEGER, connection INTEGER, value TEXT
        ) STRICT;
        CREATE TABLE audit (
            position INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
            subject TEXT NOT NULL, before TEXT, after TEXT
        ) STRICT;
        CREATE TABLE kept_answer (
            principal TEXT NOT NULL, route TEXT NOT NULL, key TEXT NOT NULL, request_hash BLOB NOT NULL,
            status INTEGER NOT NULL, body BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (principal, route, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX kept_answer_age ON kept_answer (at);
        """
}
