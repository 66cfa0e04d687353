import ArgumentParser
import Foundation
import Storage

/// `gatehouse backup`
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy everything but the master key into a new folder, while the gateway serves.")

    @OptionGroup var options: ConfigurationOptions
    @Argument(help: "The folder to make; it must not be there.") var directory: String

    func run() async throws {
        let made = try BackupFolder(directory).take(try await options.settings())
        say("Backup of \(made.database.rows["message"] ?? 0) messages in \(directory), checked.")
        say("It opens only with the master key \(made.masterKeys.joined(separator: " ")), which is not in it.")
    }
}
