/// What a gateway keeps its data in.
enum Engine: String, CaseIterable, Sendable {
    case sqlite = "SQLite"
    case postgres = "PostgreSQL"
}
