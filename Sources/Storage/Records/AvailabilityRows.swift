import Foundation
import Gateway
import GatewayModel

extension SQLTransaction {
    func availabilityRule(of contactPoint: ContactPointID, on platform: Platform) throws -> AvailabilityRule {
        try sql.setting(
            "SELECT rules FROM availability_rule WHERE contact_point = $1 AND platform = $2",
            [.text(contactPoint), .name(platform)]
        ) { row in
            let text = try row.string(0)
            guard let rule = try? JSONDecoder().decode(AvailabilityRule.self, from: Data(text.utf8)) else {
                throw StoreFailure("A stored availability rule cannot be read.")
            }
            return rule
        } ?? .always
    }

    func setAvailabilityRule(
        _ rule: AvailabilityRule, of contactPoint: ContactPointID, on platform: Platform
    ) throws {
        guard rule != .always else {
            try sql.run(
                "DELETE FROM availability_rule WHERE contact_point = $1 AND platform = $2",
                [.text(contactPoint), .name(platform)])
            return
        }
        try sql.run(
            """
            INSERT INTO availability_rule (contact_point, platform, rules) VALUES ($1, $2, $3)
            ON CONFLICT (contact_point, platform) DO UPDATE SET rules = excluded.rules
            """,
            [
                .text(contactPoint), .name(platform),
                .text(rule.document),
            ])
    }

    func waitingConversations(at contactPoint: ContactPointID) throws -> Int {
        try sql.row(
            """
            SELECT count(*) FROM conversation
            WHERE contact_point = $1 AND owner IS NULL AND unanswered_since IS NOT NULL
            """, [.text(contactPoint)]
        ) { try $0.number(0) } ?? 0
    }

    func availableAgents(at contactPoint: ContactPointID) throws -> [AgentLoad] {
        try sql.rows(
            """
            SELECT agent.user_account, agent.capacity, (
                SELECT count(*) FROM conversation
                WHERE conversation.owner = agent.name AND conversation.state IN ('new', 'active', 'inactive')
            )
            FROM agent
                JOIN user_account ON user_account.id = agent.user_account AND user_account.state = 'active'
            WHERE agent.presence = 'available' AND EXISTS (
                SELECT 1 FROM contact_point_role
                    JOIN role ON role.id = contact_point_role.role AND role.is_disabled = 0
                WHERE contact_point_role.contact_point = $1 AND contact_point_role."right" = $2
                    AND (role.id = $3 OR EXISTS (
                        SELECT 1 FROM user_role
                        WHERE user_role.user_account = agent.user_account AND user_role.role = role.id)))
            ORDER BY agent.user_account
            """, [.text(contactPoint), .name(ContactPointRight.answer), .text(RoleID.everyone)]
        ) { AgentLoad(user: try $0.id(0), capacity: try $0.number(1), load: try $0.number(2)) }
    }

    func agent(_ user: ID<User>) throws -> Agent? {
        try sql.row(
            """
            SELECT user_account, presence, since, capacity, ends_with_sessions FROM agent WHERE user_account = $1
            """, [.id(user)], readAgent)
    }

    func put(_ agent: Agent) throws {
        try sql.run(
            """
            INSERT INTO agent (user_account, name, presence, since, capacity, ends_with_sessions)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (user_account) DO UPDATE SET presence = excluded.presence, since = excluded.since,
                capacity = excluded.capacity, ends_with_sessions = excluded.ends_with_sessions
            """,
            [
                .id(agent.user), .text(agent.user.description), .name(agent.presence), .time(agent.since),
                .integer(agent.capacity), .flag(agent.endsWithSessions),
            ])
    }

    func openConversations(ownedBy user: ID<User>) throws -> Int {
        try sql.row(
            "SELECT count(*) FROM conversation WHERE owner = $1 AND state IN ('new', 'active', 'inactive')",
            [.text(user.description)]
        ) { try $0.number(0) } ?? 0
    }

    func agentsOfSessions() throws -> [Agent] {
        try sql.rows(
            """
            SELECT user_account, presence, since, capacity, ends_with_sessions FROM agent
            WHERE ends_with_sessions = 1 AND presence <> 'unavailable' ORDER BY user_account
            """, [], readAgent)
    }

    private func readAgent(_ row: any SQLRow) throws -> Agent {
        Agent(
            user: try row.id(0), presence: try row.name(1), since: row.optionalTime(2), capacity: try row.number(3),
            endsWithSessions: try row.flag(4))
    }
}
