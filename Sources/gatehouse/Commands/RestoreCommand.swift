import ArgumentParser
import Foundation
import Storage

/// `gatehouse restore`
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup where the settings say the database is, and where none is yet.")

    @OptionGroup var options: ConfigurationOptions
    @Argument(help: "A folder that `gatehouse backup` made.") var directory: String

    func run() async throws {
        let settings = try await options.settings()
        let (manifest, held) = try await BackupFolder(directory).restore(settings)
        say("Restored \(manifest.database.rows["message"] ?? 0) messages to \(settings.database).")
        say("The backup was taken at \(manifest.takenAt.formatted(.iso8601)); what came later is not in it.")
        if held > 0 {
            say("\(held) messages waited then and may have been sent since: they are held. Settle each with")
            say("POST /v1/messages/{id}/resolve; a report of the platform settles one by itself.")
        }
        say("Start it with: gatehouse serve")
    }
}
