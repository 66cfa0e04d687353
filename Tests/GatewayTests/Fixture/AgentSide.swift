import GatewayModel
import Testing

@testable import Gateway

/// Who is there to answer, and what the rules say.
extension TestPeople {
    static let agents = RoleID("agents")!
    static let platform = Platform(rawValue: "test")

    /// A user who may answer at both contact points, and says so of whoever he or she is.
    func agent(
        _ email: String = "ann@our.test", _ presence: Presence? = .available, capacity: Int? = nil
    ) async throws -> ID<User> {
        let user = try await user(email, roles: [Self.agents])
        try await set(presence, capacity: capacity, of: user.id)
        return user.id
    }

    func set(_ presence: Presence?, capacity: Int? = nil, of user: ID<User>) async throws {
        try await gateway.store.write { [people] in
            try people.agents.update(user, presence: presence, capacity: capacity, by: "admin", in: $0)
        }
    }

    func presence(of user: ID<User>) async throws -> Presence {
        try await gateway.store.read { try $0.agent(user)?.presence } ?? .unavailable
    }

    func own(_ conversation: ID<Conversation>, by user: ID<User>) async throws {
        let principal = Principal(.user(user), level: .agent)
        _ = try await gateway.store.write { [parts = gateway.parts] in
            try parts.ownership.claim(conversation, by: principal, in: $0)
        }
    }
}

extension TestGateway {
    func setRule(
        _ json: String, at contactPoint: ContactPointID = sales, on platform: Platform = TestPeople.platform
    ) async throws {
        let given = try rule(json)
        try await store.write { [parts] in
            try parts.availabilityRules.set(given, of: contactPoint, on: platform, by: "admin", in: $0)
        }
    }

    func availability(of contactPoint: ContactPointID = sales) async throws -> AvailabilityReport {
        try await store.read { [parts] in
            try parts.availabilityRules.report(of: contactPoint, on: TestPeople.platform, in: $0)
        }
    }

    /// Waiting, available, capacity.
    func figures(of contactPoint: ContactPointID = sales) async throws -> [Int] {
        let report = try await availability(of: contactPoint)
        return AvailabilityFigure.allCases.map { report[$0] }
    }
}
