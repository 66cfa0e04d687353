import Gateway
import GatewayModel

extension SQLTransaction {
    func put(_ factor: SecondFactor) throws {
        try sql.run(
            """
            INSERT INTO second_factor (user_account, sealed, confirmed_at, last_step) VALUES ($1, $2, $3, $4)
            ON CONFLICT (user_account) DO UPDATE SET sealed = excluded.sealed, confirmed_at = excluded.confirmed_at,
                last_step = excluded.last_step
            """, [.id(factor.user), .blob(factor.sealed), .time(factor.confirmedAt), .integer(factor.lastStep)])
    }

    func secondFactor(of user: ID<User>) throws -> SecondFactor? {
        try sql.row(
            "SELECT sealed, confirmed_at, last_step FROM second_factor WHERE user_account = $1", [.id(user)]
        ) { row in
            SecondFactor(
                user: user, sealed: row.blob(0) ?? [], confirmedAt: row.optionalTime(1), lastStep: row.integer(2) ?? 0)
        }
    }

    func deleteSecondFactor(of user: ID<User>) throws {
        try sql.run("DELETE FROM second_factor WHERE user_account = $1", [.id(user)])
        try sql.run("DELETE FROM recovery_code WHERE user_account = $1", [.id(user)])
    }

    func setRecoveryCodes(_ hashes: [[UInt8]], of user: ID<User>) throws {
        try sql.run("DELETE FROM recovery_code WHERE user_account = $1", [.id(user)])
        for hash in hashes {
            try sql.run(
                "INSERT INTO recovery_code (user_account, hash, is_used) VALUES ($1, $2, 0)", [.id(user), .blob(hash)])
        }
    }

    func recoveryCodeCount(of user: ID<User>) throws -> Int {
        try sql.row("SELECT count(*) FROM recovery_code WHERE user_account = $1 AND is_used = 0", [.id(user)]) {
            try $0.number(0)
        } ?? 0
    }

    func useRecoveryCode(_ hash: [UInt8], of user: ID<User>) throws -> Bool {
        try sql.changedRows(
            by: "UPDATE recovery_code SET is_used = 1 WHERE user_account = $1 AND hash = $2 AND is_used = 0",
            [.id(user), .blob(hash)]) == 1
    }
}
