import GatewayModel

/// Keeps whoever administers from locking everybody out.
enum LastAdministrator {
    /// Makes a change of levels, users or keys, unless nobody would be left who may administer and can get in.
    ///
    /// Asked in the transaction of the change, so two who would each take away the other's right cannot both succeed.
    static func kept<Result>(
        at now: Timestamp, in transaction: any StoreTransaction, _ change: () throws -> Result
    ) throws -> Result {
        let wasThere = try transaction.hasAdministrator(at: now)
        let result = try change()
        if wasThere, try !transaction.hasAdministrator(at: now) {
            throw Refusal(
                .conflict, "last-administrator",
                """
                Nobody would be left who may administer: this is the last active administrator who has a password or \
                a key. Make another one first.
                """)
        }
        return result
    }
}
