extension PostgresSchema {
    /// What only PostgreSQL needs: turns (see ``PostgresTurn`` and ``PostgresEvents``) and numbers of nodes.
    static let engine = """
        CREATE TABLE writer_turn ();
        CREATE TABLE event_turn ();
        CREATE SEQUENCE node_number MINVALUE 0 MAXVALUE 1023 START 0 CYCLE;
        """
}
