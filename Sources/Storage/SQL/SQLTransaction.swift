import Gateway

/// The storage port in SQL. Each file beside this one keeps the rows of one idea; each statement is written once, for
/// both engines.
struct SQLTransaction: StoreTransaction {
    let sql: SQL

    init(_ connection: any SQLConnection) {
        sql = SQL(connection: connection)
    }
}
