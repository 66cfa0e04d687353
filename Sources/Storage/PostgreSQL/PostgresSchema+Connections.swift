extension PostgresSchema {
    /// Platform apps, connections, and how fast they send.
    static let connections = """
        CREATE TABLE platform_app (
            id BIGINT PRIMARY KEY, platform TEXT NOT NULL, label TEXT NOT NULL, endpoint TEXT NOT NULL UNIQUE,
            settings TEXT, secrets BYTEA NOT NULL, created_at BIGINT NOT NULL
        );
        CREATE TABLE connection (
            id BIGINT PRIMARY KEY, contact_point TEXT NOT NULL, platform TEXT NOT NULL, app BIGINT NOT NULL,
            address_kind TEXT NOT NULL, address TEXT NOT NULL, settings TEXT, opt_out_replies TEXT NOT NULL,
            units_per_second DOUBLE PRECISION NOT NULL, burst BIGINT NOT NULL,
            state TEXT NOT NULL, state_reason TEXT, state_since BIGINT NOT NULL,
            sending_mode TEXT NOT NULL DEFAULT 'standard', diverts_to BIGINT,
            UNIQUE (platform, address_kind, address)
        );
        CREATE INDEX connection_contact_point ON connection (contact_point);
        CREATE INDEX connection_app ON connection (app);
        CREATE TABLE pace (connection BIGINT PRIMARY KEY, mark BIGINT NOT NULL);
        CREATE TABLE call_trace (
            id BIGINT PRIMARY KEY, connection BIGINT NOT NULL, started_at BIGINT NOT NULL, method TEXT NOT NULL,
            url TEXT NOT NULL, request TEXT, status BIGINT, reply TEXT, failure TEXT, milliseconds BIGINT NOT NULL
        );
        CREATE INDEX call_trace_connection ON call_trace (connection, id);
        CREATE TABLE connecting_session (
            id BIGINT PRIMARY KEY, principal TEXT NOT NULL, expires_at BIGINT NOT NULL, turn BIGINT NOT NULL,
            sealed BYTEA NOT NULL
        );
        """
}
