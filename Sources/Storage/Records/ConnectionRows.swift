import Gateway
import GatewayModel

extension SQLTransaction {
    func app(_ id: ID<PlatformApp>) throws -> PlatformApp? {
        try sql.row(
            "SELECT id, platform, label, endpoint, settings, created_at FROM platform_app WHERE id = $1", [.id(id)],
            readApp)
    }

    func app(endpoint: String) throws -> PlatformApp? {
        try sql.setting(
            "SELECT id, platform, label, endpoint, settings, created_at FROM platform_app WHERE endpoint = $1",
            [.text(endpoint)], readApp)
    }

    func apps() throws -> [PlatformApp] {
        try sql.rows(
            "SELECT id, platform, label, endpoint, settings, created_at FROM platform_app ORDER BY id", [], readApp)
    }

    func insert(_ app: PlatformApp, sealedSecrets: [UInt8]) throws {
        try sql.run(
            """
            INSERT INTO platform_app (id, platform, label, endpoint, settings, secrets, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .id(app.id), .name(app.platform), .text(app.label), .text(app.endpoint), try .json(app.settings),
                .blob(sealedSecrets), .time(app.createdAt),
            ])
    }

    func update(_ app: PlatformApp, sealedSecrets: [UInt8]) throws {
        try sql.run(
            "UPDATE platform_app SET label = $2, settings = $3, secrets = $4 WHERE id = $1",
            [.id(app.id), .text(app.label), try .json(app.settings), .blob(sealedSecrets)])
    }

    func sealedSecrets(of app: ID<PlatformApp>) throws -> [UInt8]? {
        try sql.row("SELECT secrets FROM platform_app WHERE id = $1", [.id(app)]) { $0.blob(0) } ?? nil
    }

    func delete(_ app: ID<PlatformApp>) throws {
        try sql.run("DELETE FROM platform_app WHERE id = $1", [.id(app)])
        try sql.run("DELETE FROM webhook_health WHERE app = $1", [.id(app)])
        try sql.run("DELETE FROM challenge WHERE app = $1", [.id(app)])
    }

    func connection(_ id: ID<Connection>) throws -> Connection? {
        try sql.setting(
            """
            SELECT id, contact_point, platform, app, address_kind, address, settings, opt_out_replies,
                units_per_second, burst, state, state_reason, state_since, sending_mode, diverts_to, label
            FROM connection WHERE id = $1
            """, [.id(id)], readConnection)
    }

    func connection(_ platform: Platform, at address: Address) throws -> Connection? {
        try sql.setting(
            """
            SELECT id, contact_point, platform, app, address_kind, address, settings, opt_out_replies,
                units_per_second, burst, state, state_reason, state_since, sending_mode, diverts_to, label
            FROM connection WHERE platform = $1 AND address_kind = $2 AND address = $3
            """, [.name(platform), .name(address.kind), .text(address.value)], readConnection)
    }

    func connections(in state: ConnectionState?, _ page: Page<ID<Connection>>) throws -> [Connection] {
        try sql.rows(
            """
            SELECT id, contact_point, platform, app, address_kind, address, settings, opt_out_replies,
                units_per_second, burst, state, state_reason, state_since, sending_mode, diverts_to, label
            FROM connection WHERE id > $1 AND ($2 = '' OR state = $2) ORDER BY id LIMIT $3
            """,
            [.integer(page.after?.rawValue ?? 0), .text(state?.rawValue ?? ""), .integer(page.limit)], readConnection)
    }

    func connections(of contactPoint: ContactPointID) throws -> [Connection] {
        try sql.settings(
            """
            SELECT id, contact_point, platform, app, address_kind, address, settings, opt_out_replies,
                units_per_second, burst, state, state_reason, state_since, sending_mode, diverts_to, label
            FROM connection WHERE contact_point = $1 ORDER BY id
            """, [.text(contactPoint)], readConnection)
    }

    func connections(of app: ID<PlatformApp>) throws -> [Connection] {
        try sql.rows(
            """
            SELECT id, contact_point, platform, app, address_kind, address, settings, opt_out_replies,
                units_per_second, burst, state, state_reason, state_since, sending_mode, diverts_to, label
            FROM connection WHERE app = $1 ORDER BY id
            """, [.id(app)], readConnection)
    }

    func insert(_ connection: Connection) throws {
        try sql.run(
            """
            INSERT INTO connection (id, contact_point, platform, app, address_kind, address, settings,
                opt_out_replies, units_per_second, burst, state, state_reason, state_since, sending_mode, diverts_to,
                label)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            """,
            [
                .id(connection.id), .text(connection.contactPoint), .name(connection.platform), .id(connection.app),
                .name(connection.address.kind), .text(connection.address.value), try .json(connection.settings),
                .name(connection.optOutReplies), .real(connection.pacing.unitsPerSecond),
                .integer(connection.pacing.burst), .name(connection.state), .text(connection.stateReason),
                .time(connection.stateSince), .name(connection.sending.mode), .id(connection.sending.divertsTo),
                .text(connection.label),
            ])
    }

    func update(_ connection: Connection) throws {
        try sql.run(
            """
            UPDATE connection SET settings = $2, opt_out_replies = $3, units_per_second = $4, burst = $5, state = $6,
                state_reason = $7, state_since = $8, sending_mode = $9, diverts_to = $10, label = $11
            WHERE id = $1
            """,
            [
                .id(connection.id), try .json(connection.settings), .name(connection.optOutReplies),
                .real(connection.pacing.unitsPerSecond), .integer(connection.pacing.burst), .name(connection.state),
                .text(connection.stateReason), .time(connection.stateSince), .name(connection.sending.mode),
                .id(connection.sending.divertsTo), .text(connection.label),
            ])
    }

    func delete(_ connection: ID<Connection>) throws {
        try sql.run("DELETE FROM connection WHERE id = $1", [.id(connection)])
        try sql.run("DELETE FROM pace WHERE connection = $1", [.id(connection)])
        try sql.run("DELETE FROM checklist WHERE connection = $1", [.id(connection)])
        try sql.run("DELETE FROM missed_period WHERE connection = $1", [.id(connection)])
    }

    private func readApp(_ row: any SQLRow) throws -> PlatformApp {
        PlatformApp(
            id: try row.id(0), platform: try row.platform(1), label: try row.string(2), endpoint: try row.string(3),
            settings: try row.json(4, empty: [:]), createdAt: try row.time(5))
    }

    private func readConnection(_ row: any SQLRow) throws -> Connection {
        Connection(
            id: try row.id(0), contactPoint: try row.contactPoint(1), platform: try row.platform(2),
            app: try row.id(3), address: try row.address(4), label: row.text(15), settings: try row.json(6, empty: [:]),
            sending: Sending(try row.name(13), divertsTo: row.optionalID(14)), optOutReplies: try row.name(7),
            pacing: Pacing(unitsPerSecond: row.real(8) ?? 1, burst: try row.number(9)), state: try row.name(10),
            stateReason: row.text(11), stateSince: try row.time(12))
    }
}
