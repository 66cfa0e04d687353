import ArgumentParser
import Gateway
import GatewayModel

/// `gatehouse api-key`
struct APIKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api-key", abstract: "API keys.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an API key and print its token. Nobody can read the token again.")

        @OptionGroup var options: ConfigurationOptions
        @Option(help: "What it is for.") var label: String
        @Option(help: "agent, manager or administrator.") var level: PermissionLevel = .agent
        @Option(help: "A role it holds; may be repeated.") var role: [RoleID] = []

        func run() async throws {
            let commands = try CommandStore(try await options.settings())
            let (label, level, role) = (label, level, role)
            let (key, token) = try await commands.write { transaction in
                try APIKeys(commands.surroundings).create(
                    label: label, level: level, roles: role, expiresAt: nil, by: CommandStore.actor, in: transaction)
            }
            say("\(key.id) \(key.level.rawValue) \(key.roles.map(\.rawValue).joined(separator: " "))")
            say(token)
        }
    }
}
