import Gateway
import GatewayModel

// Neither a contact point nor a platform has an empty name: it stands for "any".

extension SQLTransaction {
    func timers(in scope: TimerScope) throws -> TimerSettings {
        let (contactPoint, platform) = scope.names
        return try sql.row(
            """
            SELECT response_seconds, inactive_seconds, close_seconds FROM timer_setting
            WHERE contact_point = $1 AND platform = $2
            """, [.text(contactPoint), .text(platform)]
        ) { readTimers($0, from: 0) } ?? TimerSettings()
    }

    func setTimers(_ settings: TimerSettings, in scope: TimerScope) throws {
        let (contactPoint, platform) = scope.names
        guard settings != TimerSettings() else {
            try sql.run(
                "DELETE FROM timer_setting WHERE contact_point = $1 AND platform = $2",
                [.text(contactPoint), .text(platform)])
            return
        }
        let seconds = [ConversationTimer.response, .inactive, .close].map { timer in
            settings[timer].map { SQLValue.integer($0.seconds) } ?? .null
        }
        try sql.run(
            """
            INSERT INTO timer_setting (contact_point, platform, response_seconds, inactive_seconds, close_seconds)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (contact_point, platform) DO UPDATE SET response_seconds = excluded.response_seconds,
                inactive_seconds = excluded.inactive_seconds, close_seconds = excluded.close_seconds
            """, [.text(contactPoint), .text(platform)] + seconds)
    }

    func timers(
        governing contactPoint: ContactPointID, _ platform: Platform
    ) throws -> [TimerScope: TimerSettings] {
        let rows = try sql.settings(
            """
            SELECT contact_point, platform, response_seconds, inactive_seconds, close_seconds FROM timer_setting
            WHERE contact_point IN ('', $1) AND platform IN ('', $2)
            """, [.text(contactPoint), .name(platform)]
        ) { row in
            let scope: TimerScope =
                try row.string(0).isEmpty
                ? .tenant
                : row.string(1).isEmpty ? .contactPoint(contactPoint) : .platform(platform, at: contactPoint)
            return (scope, readTimers(row, from: 2))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    func conversationsDue(by now: Timestamp, limit: Int) throws -> [Conversation] {
        try sql.rows(
            """
            SELECT id, contact_point, platform, connection, address_kind, address, state, owner, answers_notification,
                created_at, updated_at, external_reference, unanswered_since, is_overdue, silence_message,
                silence_since, inactive_since, due_at
            FROM conversation WHERE due_at <= $1 ORDER BY due_at LIMIT $2
            """, [.time(now), .integer(limit)], readConversation)
    }

    func nextConversationDue() throws -> Timestamp? {
        try sql.row("SELECT due_at FROM conversation WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1", []) {
            try $0.time(0)
        }
    }

    func lastWord(in conversation: ID<Conversation>) throws -> LastWord? {
        try sql.row(
            "SELECT id, created_at FROM message WHERE conversation = $1 ORDER BY id DESC LIMIT 1", [.id(conversation)]
        ) { LastWord(message: try $0.id(0), at: try $0.time(1)) }
    }

    func openConversations(
        at contactPoint: ContactPointID, on platform: Platform, _ page: Page<Address>
    ) throws -> [Conversation] {
        try sql.rows(
            """
            SELECT id, contact_point, platform, connection, address_kind, address, state, owner, answers_notification,
                created_at, updated_at, external_reference, unanswered_since, is_overdue, silence_message,
                silence_since, inactive_since, due_at
            FROM conversation
            WHERE contact_point = $1 AND platform = $2 AND (address_kind, address) > ($3, $4) AND state <> 'closed'
            ORDER BY address_kind, address LIMIT $5
            """,
            [
                .text(contactPoint), .name(platform), .text(page.after?.kind.rawValue ?? ""),
                .text(page.after?.value ?? ""), .integer(page.limit),
            ], readConversation)
    }

    func nextRetiming() throws -> Retiming? {
        try sql.row(
            """
            SELECT contact_point, platform, address_kind, address FROM retiming ORDER BY contact_point, platform LIMIT 1
            """, []
        ) { row in
            Retiming(
                contactPoint: try row.contactPoint(0), platform: try row.platform(1),
                after: row.text(2) == nil ? nil : try row.address(2))
        }
    }

    func put(_ retiming: Retiming) throws {
        try sql.run(
            """
            INSERT INTO retiming (contact_point, platform, address_kind, address) VALUES ($1, $2, $3, $4)
            ON CONFLICT (contact_point, platform)
            DO UPDATE SET address_kind = excluded.address_kind, address = excluded.address
            """,
            [
                .text(retiming.contactPoint), .name(retiming.platform), .name(retiming.after?.kind),
                .text(retiming.after?.value),
            ])
    }

    func delete(_ retiming: Retiming) throws {
        try sql.run(
            "DELETE FROM retiming WHERE contact_point = $1 AND platform = $2",
            [.text(retiming.contactPoint), .name(retiming.platform)])
    }

    private func readTimers(_ row: any SQLRow, from column: Int) -> TimerSettings {
        func length(_ offset: Int) -> TimerLength? {
            row.integer(column + offset).flatMap { TimerLength(seconds: Int($0)) }
        }
        return TimerSettings(response: length(0), inactive: length(1), close: length(2))
    }
}

extension TimerScope {
    fileprivate var names: (contactPoint: String, platform: String) {
        switch self {
        case .tenant: ("", "")
        case .contactPoint(let contactPoint): (contactPoint.rawValue, "")
        case .platform(let platform, let contactPoint): (contactPoint.rawValue, platform.rawValue)
        }
    }
}
