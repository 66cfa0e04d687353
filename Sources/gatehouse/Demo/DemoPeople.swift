import Gateway
import GatewayModel

/// Who can sign in to a demo's control panel: somebody of each permission level.
enum DemoPeople {
    /// A demo is reached from its own machine only.
    static let password = "gatehouse demo"
    static let administrator = "admin@demo.example"
    static let agent = "agent@demo.example"

    private static let all: [(email: String, name: String, level: PermissionLevel)] = [
        (administrator, "Ada Moreno", .administrator), ("manager@demo.example", "Max Okafor", .manager),
        (agent, "Ann Lindqvist", .agent),
    ]

    static func settle(in people: People, of store: any Store, by actor: String) async throws {
        for one in all {
            guard let email = MailAddress(one.email) else { continue }
            let user = try await store.write { transaction in
                try people.users.create(
                    email: email, name: one.name, level: one.level, roles: [], by: actor, in: transaction)
            }
            try await people.passwords.set(password, of: user.id, by: actor)
        }
    }
}
