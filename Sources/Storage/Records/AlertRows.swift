import Gateway
import GatewayModel

extension SQLTransaction {
    func position(ofReader name: String) throws -> Int64? {
        try sql.row("SELECT position FROM reader_position WHERE name = $1", [.text(name)]) { $0.integer(0) } ?? nil
    }

    func setPosition(_ position: Int64, ofReader name: String) throws {
        try sql.run(
            """
            INSERT INTO reader_position (name, position) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET position = excluded.position
            """, [.text(name), .integer(position)])
    }

    func forgetReader(_ name: String) throws {
        try sql.run("DELETE FROM reader_position WHERE name = $1", [.text(name)])
    }

    func insert(_ alert: Alert) throws {
        try sql.run(
            "INSERT INTO alert (id, at, subject, headline, text) VALUES ($1, $2, $3, $4, $5)",
            [.id(alert.id), .time(alert.at), .text(alert.subject), .text(alert.headline), .text(alert.text)])
    }

    func alerts(limit: Int) throws -> [Alert] {
        try sql.rows("SELECT id, at, subject, headline, text FROM alert ORDER BY id LIMIT $1", [.integer(limit)]) {
            Alert(
                id: try $0.id(0), at: try $0.time(1), subject: try $0.string(2), headline: try $0.string(3),
                text: try $0.string(4))
        }
    }

    func deleteAlerts(_ ids: [ID<Alert>]) throws {
        for id in ids { try sql.run("DELETE FROM alert WHERE id = $1", [.id(id)]) }
    }

    func deleteAllAlerts() throws {
        try sql.run("DELETE FROM alert", [])
    }

    func alertSubject(_ name: String) throws -> AlertSubject? {
        try sql.row("SELECT troubles, mailed_at FROM alert_subject WHERE name = $1", [.text(name)]) { row in
            AlertSubject(name: name, troubles: try row.json(0, empty: []), mailedAt: row.optionalTime(1))
        }
    }

    func put(_ subject: AlertSubject) throws {
        try sql.run(
            """
            INSERT INTO alert_subject (name, troubles, mailed_at) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET troubles = excluded.troubles, mailed_at = excluded.mailed_at
            """, [.text(subject.name), try .json(subject.troubles.sorted()), .time(subject.mailedAt)])
    }

    func deleteAllAlertSubjects() throws {
        try sql.run("DELETE FROM alert_subject", [])
    }
}
