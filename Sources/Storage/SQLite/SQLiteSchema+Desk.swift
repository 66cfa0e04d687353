extension SQLiteSchema {
    /// Who may read and answer, and what a desk asks for. Whoever had a role could do both before.
    static let desk = """
        ALTER TABLE outbound_role RENAME TO contact_point_role;
        INSERT INTO contact_point_role (contact_point, "right", role)
            SELECT contact_point.id, given.name, role.id FROM contact_point, role,
                (SELECT 'read' AS name UNION ALL SELECT 'answer') AS given;
        CREATE INDEX conversation_desk ON conversation (id) WHERE state <> 'closed';
        """

    /// By a condition of its own: PostgreSQL may take any index whose condition fits for the question which
    /// conversation of a customer is open, and then reads all that are.
    static let openDesk = """
        DROP INDEX conversation_desk;
        CREATE INDEX conversation_desk ON conversation (id) WHERE state IN ('new', 'active', 'inactive');
        """
}
