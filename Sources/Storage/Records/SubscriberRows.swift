import Gateway
import GatewayModel

extension SQLTransaction {
    func subscribers() throws -> [Subscriber] {
        try sql.rows(
            """
            SELECT id, label, url, kinds, contact_points, state, state_reason, position, epoch, created_at
            FROM subscriber ORDER BY id
            """, [], read)
    }

    func subscriber(_ id: ID<Subscriber>) throws -> Subscriber? {
        try sql.row(
            """
            SELECT id, label, url, kinds, contact_points, state, state_reason, position, epoch, created_at
            FROM subscriber WHERE id = $1
            """, [.id(id)], read)
    }

    func insert(_ subscriber: Subscriber, sealedSecret: [UInt8]) throws {
        try sql.run(
            """
            INSERT INTO subscriber (id, label, url, kinds, contact_points, state, state_reason, position, epoch,
                created_at, secret)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, try values(subscriber) + [.time(subscriber.createdAt), .blob(sealedSecret)])
    }

    func update(_ subscriber: Subscriber) throws {
        try sql.run(
            """
            UPDATE subscriber SET label = $2, url = $3, kinds = $4, contact_points = $5, state = $6,
                state_reason = $7, position = $8, epoch = $9
            WHERE id = $1
            """, try values(subscriber))
    }

    func delete(_ id: ID<Subscriber>) throws {
        try sql.run("DELETE FROM subscriber WHERE id = $1", [.id(id)])
        try sql.run("DELETE FROM waiting_delivery WHERE subscriber = $1", [.id(id)])
        try sql.run("DELETE FROM delivery WHERE subscriber = $1", [.id(id)])
    }

    func sealedSecret(of id: ID<Subscriber>) throws -> [UInt8]? {
        try sql.row("SELECT secret FROM subscriber WHERE id = $1", [.id(id)]) { $0.blob(0) } ?? nil
    }

    func setSealedSecret(_ sealed: [UInt8], of id: ID<Subscriber>) throws {
        try sql.run("UPDATE subscriber SET secret = $2 WHERE id = $1", [.id(id), .blob(sealed)])
    }

    private func values(_ subscriber: Subscriber) throws -> [SQLValue] {
        [
            .id(subscriber.id), .text(subscriber.label), .text(subscriber.url),
            try .json(subscriber.kinds.map(\.rawValue)), try .json(subscriber.contactPoints.map(\.rawValue)),
            .name(subscriber.state), .text(subscriber.stateReason), .integer(subscriber.position),
            .integer(subscriber.epoch),
        ]
    }

    private func read(_ row: any SQLRow) throws -> Subscriber {
        let kinds: [String] = try row.json(3, empty: [])
        let contactPoints: [String] = try row.json(4, empty: [])
        return Subscriber(
            id: try row.id(0), label: try row.string(1), url: try row.string(2),
            kinds: kinds.compactMap { Event.Kind(rawValue: $0) },
            contactPoints: contactPoints.compactMap { ContactPointID($0) }, state: try row.name(5),
            stateReason: row.text(6), position: row.integer(7) ?? 0, epoch: row.integer(8) ?? 0,
            createdAt: try row.time(9))
    }
}
