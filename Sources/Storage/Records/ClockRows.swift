import Gateway
import GatewayModel

extension SQLTransaction {
    func setBack(by shift: Duration, at now: Timestamp) throws {
        for statement in Self.laterThings {
            try sql.run(statement, [.integer(shift.milliseconds), .time(now)])
        }
    }

    private static let laterThings: [StaticString] = [
        "UPDATE outbox SET due_at = due_at - $1 WHERE due_at > $2",
        "UPDATE outbox SET leased_until = leased_until - $1 WHERE leased_until > $2",
        // In microseconds.
        "UPDATE pace SET mark = mark - CAST($1 AS BIGINT) * 1000 WHERE mark > CAST($2 AS BIGINT) * 1000",
        "UPDATE waiting_delivery SET due_at = due_at - $1 WHERE due_at > $2",
        "UPDATE media_fetch SET due_at = due_at - $1 WHERE due_at > $2",
        "UPDATE customer_name SET due_at = due_at - $1 WHERE due_at > $2",
        "UPDATE checklist SET due_at = due_at - $1 WHERE due_at > $2",
        "UPDATE password_mail SET due_at = due_at - $1 WHERE due_at > $2",
        "UPDATE transcript_mail SET due_at = due_at - $1 WHERE due_at > $2",
    ]
}
