import ArgumentParser
import Foundation
import Gateway
import Storage

/// `gatehouse migrate-store`
struct MigrateStoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate-store",
        abstract: "Copy everything from the SQLite file into an empty PostgreSQL database, while no gateway serves.",
        discussion: "All or nothing: a copy that was cut off has left nothing. The file stays as it is.")

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "Where to: postgres://user@host/name, or - to read that from standard input, with its password.")
    var to: String

    func run() async throws {
        let settings = try await options.settings()
        guard case .file(let file) = settings.database, FileManager.default.fileExists(atPath: file) else {
            throw CommandFailure("There is no SQLite file at \(settings.database); name it with --database.")
        }
        guard let address = PostgresAddress(to == "-" ? readLine() ?? "" : to) else {
            throw CommandFailure("--to must be postgres://user@host:port/name.")
        }
        for (table, rows) in try StoreCopy.copy(from: file, to: address) { say("\(table)  \(rows)") }
        say("Everything was copied and counted. Set database.url in place of database.path, and")
        say("masterKey.file to the key there is: \(MasterKey(settings)).")
        if settings.mediaStore == .folder {
            say("The files stay where they are: set media.folder to \(settings.mediaFolder).")
        }
        say("Do not start a gateway on \(file) again.")
    }
}
