import Gateway
import GatewayModel

extension SQLTransaction {
    func contactPoint(_ id: ContactPointID) throws -> ContactPoint? {
        try sql.setting(
            """
            SELECT id, label, language, time_zone, region, unproven_sends, stop_words, start_words, help_words,
                yes_means_start, stop_reply, start_reply, help_reply, archived_at
            FROM contact_point WHERE id = $1
            """, [.text(id)], read)
    }

    func contactPoints() throws -> [ContactPoint] {
        try sql.rows(
            """
            SELECT id, label, language, time_zone, region, unproven_sends, stop_words, start_words, help_words,
                yes_means_start, stop_reply, start_reply, help_reply, archived_at
            FROM contact_point ORDER BY id
            """, [], read)
    }

    func insert(_ contactPoint: ContactPoint) throws {
        try sql.run(
            """
            INSERT INTO contact_point (id, label, language, time_zone, region, unproven_sends, stop_words, start_words,
                help_words, yes_means_start, stop_reply, start_reply, help_reply, archived_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            """, try columns(contactPoint))
    }

    func update(_ contactPoint: ContactPoint) throws {
        try sql.run(
            """
            UPDATE contact_point SET label = $2, language = $3, time_zone = $4, region = $5, unproven_sends = $6,
                stop_words = $7, start_words = $8, help_words = $9, yes_means_start = $10, stop_reply = $11,
                start_reply = $12, help_reply = $13, archived_at = $14
            WHERE id = $1
            """, try columns(contactPoint))
    }

    func delete(_ contactPoint: ContactPointID) throws {
        try sql.run("DELETE FROM contact_point_role WHERE contact_point = $1", [.text(contactPoint)])
        try sql.run("DELETE FROM stop_entry WHERE contact_point = $1", [.text(contactPoint)])
        try sql.run("DELETE FROM timer_setting WHERE contact_point = $1", [.text(contactPoint)])
        try sql.run("DELETE FROM sending_window WHERE contact_point = $1", [.text(contactPoint)])
        try sql.run("DELETE FROM availability_rule WHERE contact_point = $1", [.text(contactPoint)])
        try sql.run("DELETE FROM contact_point WHERE id = $1", [.text(contactPoint)])
    }

    func hasHistory(_ contactPoint: ContactPointID) throws -> Bool {
        try sql.row(
            """
            SELECT EXISTS (SELECT 1 FROM connection WHERE contact_point = $1)
                OR EXISTS (SELECT 1 FROM conversation WHERE contact_point = $1)
                OR EXISTS (SELECT 1 FROM message WHERE contact_point = $1)
                OR EXISTS (SELECT 1 FROM stop_entry WHERE contact_point = $1)
                OR EXISTS (SELECT 1 FROM notification WHERE contact_point = $1)
            """, [.text(contactPoint)]
        ) { try $0.flag(0) } ?? false
    }

    func roles(_ right: ContactPointRight, of contactPoint: ContactPointID) throws -> [RoleID] {
        try sql.rows(
            "SELECT role FROM contact_point_role WHERE contact_point = $1 AND \"right\" = $2 ORDER BY role",
            [.text(contactPoint), .name(right)]
        ) { try $0.role(0) }
    }

    func setRoles(_ roles: [RoleID], _ right: ContactPointRight, of contactPoint: ContactPointID) throws {
        try sql.run(
            "DELETE FROM contact_point_role WHERE contact_point = $1 AND \"right\" = $2",
            [.text(contactPoint), .name(right)])
        for role in roles {
            try sql.run(
                "INSERT INTO contact_point_role (contact_point, \"right\", role) VALUES ($1, $2, $3)",
                [.text(contactPoint), .name(right), .text(role)])
        }
    }

    func holds(_ identity: Principal.Identity, _ right: ContactPointRight, of contactPoint: ContactPointID) throws
        -> Bool
    {
        switch identity {
        case .user(let user): try holds(user, right, of: contactPoint)
        case .service(let key): try holds(key, right, of: contactPoint)
        }
    }

    func contactPoints(_ right: ContactPointRight, heldBy identity: Principal.Identity) throws -> Set<ContactPointID> {
        // Few contact points: each is asked for.
        Set(try contactPoints().map(\.id).filter { try holds(identity, right, of: $0) })
    }

    private func holds(_ user: ID<User>, _ right: ContactPointRight, of contactPoint: ContactPointID) throws -> Bool {
        try sql.setting(
            """
            SELECT 1 FROM contact_point_role
                JOIN role ON role.id = contact_point_role.role AND role.is_disabled = 0
                JOIN user_account ON user_account.id = $3 AND user_account.state = 'active'
            WHERE contact_point_role.contact_point = $1 AND contact_point_role."right" = $2 AND (role.id = $4 OR EXISTS (
                SELECT 1 FROM user_role WHERE user_role.user_account = $3 AND user_role.role = role.id))
            LIMIT 1
            """, [.text(contactPoint), .name(right), .id(user), .text(RoleID.everyone)]
        ) { _ in true } ?? false
    }

    private func holds(_ key: ID<APIKey>, _ right: ContactPointRight, of contactPoint: ContactPointID) throws -> Bool {
        try sql.setting(
            """
            SELECT 1 FROM contact_point_role
                JOIN role ON role.id = contact_point_role.role AND role.is_disabled = 0
                JOIN api_key_role ON api_key_role.role = role.id AND api_key_role.api_key = $3
            WHERE contact_point_role.contact_point = $1 AND contact_point_role."right" = $2
            LIMIT 1
            """, [.text(contactPoint), .name(right), .id(key)]
        ) { _ in true } ?? false
    }

    private func columns(_ contactPoint: ContactPoint) throws -> [SQLValue] {
        let optOut = contactPoint.optOut
        return [
            .text(contactPoint.id), .text(contactPoint.label), .text(contactPoint.language),
            .text(contactPoint.timeZone), .text(contactPoint.region), .name(contactPoint.unprovenSends),
            try .json(optOut.stopWords), try .json(optOut.startWords), try .json(optOut.helpWords),
            .flag(optOut.yesMeansStart), .text(optOut.stopReply), .text(optOut.startReply), .text(optOut.helpReply),
            .time(contactPoint.archivedAt),
        ]
    }

    private func read(_ row: any SQLRow) throws -> ContactPoint {
        ContactPoint(
            id: try row.contactPoint(0), label: try row.string(1), language: try row.string(2),
            timeZone: try row.string(3), region: try row.string(4),
            optOut: OptOutSettings(
                stopWords: try row.json(6, empty: []), startWords: try row.json(7, empty: []),
                helpWords: try row.json(8, empty: []), yesMeansStart: try row.flag(9), stopReply: row.text(10),
                startReply: row.text(11), helpReply: row.text(12)),
            unprovenSends: try row.name(5), archivedAt: row.optionalTime(13))
    }
}
