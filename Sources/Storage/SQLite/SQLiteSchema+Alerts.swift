extension SQLiteSchema {
    /// How far readers of the event log have come, alerts that wait to be mailed, and what was said of their subjects.
    static let alerts = """
        CREATE TABLE reader_position (name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE alert (
            id INTEGER PRIMARY KEY, at INTEGER NOT NULL, subject TEXT NOT NULL, headline TEXT NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE TABLE alert_subject (name TEXT PRIMARY KEY, troubles TEXT, mailed_at INTEGER) STRICT, WITHOUT ROWID;
        """
}
