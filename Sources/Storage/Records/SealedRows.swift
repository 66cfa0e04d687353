import Gateway

extension SQLTransaction {
    func sealed(_ secret: OwnSecret) throws -> [UInt8]? {
        try sql.row("SELECT sealed FROM own_secret WHERE id = $1", [.integer(secret.rawValue)]) { $0.blob(0) } ?? nil
    }

    func insert(_ secret: OwnSecret, sealed: [UInt8]) throws {
        try sql.run(
            "INSERT INTO own_secret (id, sealed) VALUES ($1, $2)", [.integer(secret.rawValue), .blob(sealed)])
    }

    func sealed(in place: SealedPlace, after id: Int64, limit: Int) throws -> [(id: Int64, sealed: [UInt8])] {
        let statement: StaticString =
            switch place {
            case .appSecrets: "SELECT id, secrets FROM platform_app WHERE id > $1 ORDER BY id LIMIT $2"
            case .quarantinedRequest: "SELECT id, sealed FROM quarantine WHERE id > $1 ORDER BY id LIMIT $2"
            case .connectingSession: "SELECT id, sealed FROM connecting_session WHERE id > $1 ORDER BY id LIMIT $2"
            case .subscriberSecret: "SELECT id, secret FROM subscriber WHERE id > $1 ORDER BY id LIMIT $2"
            case .ownSecret: "SELECT id, sealed FROM own_secret WHERE id > $1 ORDER BY id LIMIT $2"
            case .secondFactor:
                """
                SELECT user_account, sealed FROM second_factor WHERE user_account > $1 ORDER BY user_account LIMIT $2
                """
            }
        return try sql.rows(statement, [.integer(id), .integer(limit)]) { row in
            (id: row.integer(0) ?? 0, sealed: row.blob(1) ?? [])
        }
    }

    func replace(_ old: [UInt8], with new: [UInt8], in place: SealedPlace, id: Int64) throws -> Bool {
        let statement: StaticString =
            switch place {
            case .appSecrets: "UPDATE platform_app SET secrets = $3 WHERE id = $1 AND secrets = $2"
            case .quarantinedRequest: "UPDATE quarantine SET sealed = $3 WHERE id = $1 AND sealed = $2"
            case .connectingSession: "UPDATE connecting_session SET sealed = $3 WHERE id = $1 AND sealed = $2"
            case .subscriberSecret: "UPDATE subscriber SET secret = $3 WHERE id = $1 AND secret = $2"
            case .ownSecret: "UPDATE own_secret SET sealed = $3 WHERE id = $1 AND sealed = $2"
            case .secondFactor: "UPDATE second_factor SET sealed = $3 WHERE user_account = $1 AND sealed = $2"
            }
        return try sql.changedRows(by: statement, [.integer(id), .blob(old), .blob(new)]) == 1
    }
}
