/// What a program opens a database for.
public enum DatabaseUse: Sendable {
    /// A command, beside whoever serves.
    case besideOthers
    /// A gateway: the only one of a SQLite file, one of any number on PostgreSQL.
    case serving
    /// What nobody may see half done. Refused while a gateway serves, as a gateway is meanwhile.
    case alone
}
