extension SQLiteSchema {
    static let traces = """
        CREATE TABLE call_trace (
            id INTEGER PRIMARY KEY, connection INTEGER NOT NULL, started_at INTEGER NOT NULL, method TEXT NOT NULL,
            url TEXT NOT NULL, request TEXT, status INTEGER, reply TEXT, failure TEXT, milliseconds INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX call_trace_connection ON call_trace (connection, id);
        """
}
