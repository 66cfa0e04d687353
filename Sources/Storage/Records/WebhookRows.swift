import ConnectorKit
import Gateway
import GatewayModel

extension SQLTransaction {
    func claim(_ event: EventKey, of app: ID<PlatformApp>, at now: Timestamp) throws -> Bool {
        try sql.changedRows(
            by: "INSERT INTO seen_event (app, time, id, seen_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            [.id(app), .integer(event.time?.milliseconds ?? 0), .text(event.id), .time(now)]) == 1
    }

    func hasSeen(_ event: EventKey, of app: ID<PlatformApp>) throws -> Bool {
        try sql.row(
            "SELECT 1 FROM seen_event WHERE app = $1 AND time = $2 AND id = $3",
            [.id(app), .integer(event.time?.milliseconds ?? 0), .text(event.id)]
        ) { _ in true } ?? false
    }

    func insert(_ request: QuarantinedRequest) throws {
        try sql.run(
            """
            INSERT INTO quarantine (id, app, received_at, reason, byte_count, sealed) VALUES ($1, $2, $3, $4, $5, $6)
            """,
            [
                .id(request.id), .id(request.app), .time(request.receivedAt), .text(request.reason),
                .integer(request.byteCount), .blob(request.sealed),
            ])
    }

    func quarantinedRequest(_ id: ID<QuarantinedRequest>) throws -> QuarantinedRequest? {
        try sql.row(
            "SELECT id, app, received_at, reason, byte_count, sealed FROM quarantine WHERE id = $1", [.id(id)],
            readQuarantined)
    }

    func quarantinedRequests(_ page: Page<ID<QuarantinedRequest>>) throws -> [QuarantinedRequest] {
        try sql.rows(
            """
            SELECT id, app, received_at, reason, byte_count, sealed FROM quarantine WHERE id < $1
            ORDER BY id DESC LIMIT $2
            """, [.integer(page.after?.rawValue ?? .max), .integer(page.limit)], readQuarantined)
    }

    func deleteQuarantined(_ id: ID<QuarantinedRequest>) throws {
        try sql.run("DELETE FROM quarantine WHERE id = $1", [.id(id)])
    }

    func deleteQuarantined(before moment: Timestamp) throws {
        try sql.run("DELETE FROM quarantine WHERE received_at < $1", [.time(moment)])
    }

    func quarantineSize(of app: ID<PlatformApp>) throws -> (count: Int, bytes: Int) {
        try sql.row(
            "SELECT count(*), CAST(coalesce(sum(byte_count), 0) AS BIGINT) FROM quarantine WHERE app = $1", [.id(app)]
        ) { (count: try $0.number(0), bytes: try $0.number(1)) } ?? (0, 0)
    }

    func insert(_ event: UnroutedEvent) throws {
        try sql.run(
            """
            INSERT INTO unrouted (id, app, received_at, address_kind, address, from_kind, from_address, text, media,
                details, event_time, event_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                .id(event.id), .id(event.app), .time(event.receivedAt), .name(event.address.kind),
                .text(event.address.value), .name(event.from?.kind), .text(event.from?.value), .text(event.text),
                try .json(event.media), try .json(event.details), .time(event.key.time), .text(event.key.id),
            ])
    }

    func unroutedEvents(_ page: Page<ID<UnroutedEvent>>) throws -> [UnroutedEvent] {
        try sql.rows(
            """
            SELECT id, app, received_at, address_kind, address, from_kind, from_address, text, media, details,
                event_time, event_id
            FROM unrouted WHERE id < $1 ORDER BY id DESC LIMIT $2
            """, [.integer(page.after?.rawValue ?? .max), .integer(page.limit)], readUnrouted)
    }

    func park(_ report: ParkedReport) throws {
        let weekAgo = report.receivedAt - .seconds(7 * 24 * 3600)
        try sql.run("DELETE FROM parked_report WHERE received_at < $1", [.time(weekAgo)])
        let failure = report.report.failure
        try sql.run(
            """
            INSERT INTO parked_report (app, platform_id, part, status, reason_code, reason_platform_code, reason,
                has_opted_out, received_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                .id(report.app), .text(report.report.platformID), .text(report.report.part?.description),
                .name(report.report.status), .text(failure?.code), .text(failure?.platformCode),
                .text(failure?.explanation), .flag(report.report.recipientHasOptedOut), .time(report.receivedAt),
            ])
    }

    func unpark(app: ID<PlatformApp>, platformID: String) throws -> [ParkedReport] {
        let reports = try sql.rows(
            """
            SELECT part, platform_id, status, reason_code, reason_platform_code, reason, has_opted_out, received_at
            FROM parked_report WHERE app = $1 AND platform_id = $2 ORDER BY id
            """, [.id(app), .text(platformID)]
        ) { row in
            ParkedReport(
                app: app,
                report: DeliveryReport(
                    part: row.text(0).flatMap { PartReference($0) }, platformID: try row.string(1),
                    status: try row.name(2), failure: try row.reason(3), recipientHasOptedOut: try row.flag(6)),
                receivedAt: try row.time(7))
        }
        if !reports.isEmpty {
            try sql.run(
                "DELETE FROM parked_report WHERE app = $1 AND platform_id = $2", [.id(app), .text(platformID)])
        }
        return reports
    }

    func readUnrouted(_ row: any SQLRow) throws -> UnroutedEvent {
        UnroutedEvent(
            id: try row.id(0), app: try row.id(1), receivedAt: try row.time(2), address: try row.address(3),
            from: row.text(5) == nil ? nil : try row.address(5), text: row.text(7),
            media: try row.json(8, empty: []), details: try row.json(9, empty: [:]),
            key: EventKey(time: row.optionalTime(10), id: try row.string(11)))
    }

    private func readQuarantined(_ row: any SQLRow) throws -> QuarantinedRequest {
        QuarantinedRequest(
            id: try row.id(0), app: try row.id(1), receivedAt: try row.time(2), reason: try row.string(3),
            byteCount: try row.number(4), sealed: row.blob(5) ?? [])
    }
}
