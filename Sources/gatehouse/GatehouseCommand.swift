import ArgumentParser

/// `gatehouse`
@main
struct GatehouseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gatehouse",
        abstract: "A self-hosted messaging connector gateway.",
        subcommands: [
            ServeCommand.self, DemoCommand.self, APIKeyCommand.self, UserCommand.self, ContactPointCommand.self,
            StopListCommand.self, ChecklistCommand.self, ConnectCommand.self, MasterKeyCommand.self, BackupCommand.self,
            RestoreCommand.self, MediaCommand.self, MigrateStoreCommand.self, MailCommand.self, MockCommand.self,
        ])
}
