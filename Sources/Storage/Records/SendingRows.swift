import Gateway
import GatewayModel

extension SQLTransaction {
    func sendingWindow(of contactPoint: ContactPointID) throws -> WeeklyHours? {
        try sql.setting("SELECT hours FROM sending_window WHERE contact_point = $1", [.text(contactPoint)]) {
            let text = try $0.string(0)
            guard let hours = WeeklyHours(text) else { throw StoreFailure("A stored sending window cannot be read.") }
            return hours
        }
    }

    func setSendingWindow(_ hours: WeeklyHours?, of contactPoint: ContactPointID) throws {
        guard let hours else {
            try sql.run("DELETE FROM sending_window WHERE contact_point = $1", [.text(contactPoint)])
            return
        }
        try sql.run(
            """
            INSERT INTO sending_window (contact_point, hours) VALUES ($1, $2)
            ON CONFLICT (contact_point) DO UPDATE SET hours = excluded.hours
            """, [.text(contactPoint), .text(hours.description)])
    }

    func endWaitForOpening(at contactPoint: ContactPointID, now: Timestamp) throws {
        // A notification of which nothing was tried is due later for no other reason, unless nothing sends it.
        try sql.run(
            """
            UPDATE outbox SET created_at = created_at - (due_at - $2), due_at = $2
            WHERE connection IN (SELECT id FROM connection WHERE contact_point = $1) AND purpose = 'notification'
                AND due_at > $2
                AND EXISTS (SELECT 1 FROM message WHERE message.id = outbox.message
                    AND (message.reason_code = 'sendingWindow'
                        OR (tries = 0 AND coalesce(message.reason_code, '') <> 'noDiversion')))
                AND NOT EXISTS (SELECT 1 FROM part WHERE part.message = outbox.message AND part.state <> 'waiting')
            """, [.text(contactPoint), .time(now)])
    }

    func sendingCap(of subject: String) throws -> SendingCap? {
        try sql.setting("SELECT units FROM sending_cap WHERE subject = $1", [.text(subject)]) { row in
            row.integer(0).map { .units(Int($0)) } ?? .unlimited
        }
    }

    func setSendingCap(_ cap: SendingCap?, of subject: String) throws {
        guard let cap else {
            try sql.run("DELETE FROM sending_cap WHERE subject = $1", [.text(subject)])
            return
        }
        let units: SQLValue = if case .units(let units) = cap { .integer(units) } else { .null }
        try sql.run(
            """
            INSERT INTO sending_cap (subject, units) VALUES ($1, $2)
            ON CONFLICT (subject) DO UPDATE SET units = excluded.units
            """, [.text(subject), units])
    }

    func unitsSpent(by subject: String, on day: Int) throws -> Int {
        try sql.row(
            "SELECT units FROM spending WHERE subject = $1 AND day = $2", [.text(subject), .integer(day)]
        ) { try $0.number(0) } ?? 0
    }

    func spend(_ units: Int, by subject: String, on day: Int) throws {
        guard units > 0 else {
            try sql.run(
                """
                UPDATE spending SET units = CASE WHEN units < $3 THEN 0 ELSE units - $3 END
                WHERE subject = $1 AND day = $2
                """, [.text(subject), .integer(day), .integer(-units)])
            return
        }
        try sql.run(
            """
            INSERT INTO spending (subject, day, units, cap_reached) VALUES ($1, $2, $3, 0)
            ON CONFLICT (subject, day) DO UPDATE SET units = spending.units + excluded.units
            """, [.text(subject), .integer(day), .integer(units)])
    }

    func daysOfSpending(by subject: String, limit: Int) throws -> [(day: Int, units: Int)] {
        try sql.rows(
            "SELECT day, units FROM spending WHERE subject = $1 ORDER BY day DESC LIMIT $2",
            [.text(subject), .integer(limit)]
        ) { (try $0.number(0), try $0.number(1)) }
    }

    func noteCapReached(by subject: String, on day: Int) throws -> Bool {
        try sql.changedRows(
            by: """
                INSERT INTO spending (subject, day, units, cap_reached) VALUES ($1, $2, 0, 1)
                ON CONFLICT (subject, day) DO UPDATE SET cap_reached = 1 WHERE spending.cap_reached = 0
                """, [.text(subject), .integer(day)]) > 0
    }

    func deleteSpending(by subject: String, before day: Int) throws {
        try sql.run(
            "DELETE FROM spending WHERE subject = $1 AND day < $2", [.text(subject), .integer(day)])
    }
}
