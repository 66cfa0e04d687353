import ArgumentParser
import Foundation

/// Where the settings are; the same for every command that needs them.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .long, help: "A JSON file with settings. Default: GATEHOUSE_CONFIG. The environment wins over the file.")
    var config: String?

    @Option(
        name: .long,
        help:
            "The database, in place of the settings': a SQLite file, or postgres://user@host/name. A password given here is seen by whoever lists processes."
    )
    var database: String?

    func settings() async throws -> Settings {
        try await Settings.load(
            file: config ?? ProcessInfo.processInfo.environment["GATEHOUSE_CONFIG"], database: database)
    }
}
