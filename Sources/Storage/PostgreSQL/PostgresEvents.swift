/// How events get their positions.
///
/// Numbers drawn from a sequence as work goes along would be committed out of order, and a reader that has come to 7
/// would never see a 6 that is committed after it. So a transaction keeps its events until its end, and numbers them
/// under a lock that is given back after its commit can be seen. Who reads the log in the same transaction gets them
/// numbered sooner, and runs alone for that.
enum PostgresEvents {
    static let channel = "gatehouse_events"
    private static let mostAtOnce = 500

    static func append(_ events: [AppendedEvent], on session: PostgresSession) throws {
        guard !events.isEmpty else { return }
        // Whoever listens is told with the commit.
        try session.command("LOCK TABLE event_turn IN EXCLUSIVE MODE; NOTIFY \(channel)")
        var rest = events[...]
        while let first = rest.first {
            if first.skipped > 0 {
                try session.execute(
                    text: "SELECT setval('event_position', nextval('event_position') + $1 - 1)",
                    [.integer(first.skipped)])
            }
            let following = rest.dropFirst().prefix(mostAtOnce - 1).prefix { $0.skipped == 0 }
            try insert([first] + following, on: session)
            rest = rest.dropFirst(1 + following.count)
        }
    }

    private static func insert(_ events: [AppendedEvent], on session: PostgresSession) throws {
        var number = 0
        let rows = events.map { event in
            let places = event.columns.map { _ in
                number += 1
                return "$\(number)"
            }
            return "(" + places.joined(separator: ", ") + ")"
        }
        try session.execute(
            text: """
                INSERT INTO event (kind, at, contact_point, conversation, message, connection, value)
                VALUES \(rows.joined(separator: ", "))
                """, events.flatMap(\.columns))
    }
}
