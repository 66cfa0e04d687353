import Gateway

/// The storage port in SQL. Each file beside this one keeps the rows of one idea; each statement is written once, for
/// both engines.
struct SQLTransaction: StoreTransaction {
    let sql: SQL

    /// - Parameter memory: what is known already of the snapshot on which the transaction runs.
    init(_ connection: any SQLConnection, _ memory: ReadMemory) {
        sql = SQL(connection: connection, memory: memory)
    }
}
