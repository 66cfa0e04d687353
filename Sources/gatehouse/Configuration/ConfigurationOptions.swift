import ArgumentParser
import Foundation

/// Where the settings are; the same for every command that needs them.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        name: .long, help: "A JSON file with settings. Default: GATEHOUSE_CONFIG. The environment wins over the file.")
    var config: String?

    func settings() async throws -> Settings {
        try await Settings.load(file: config ?? ProcessInfo.processInfo.environment["GATEHOUSE_CONFIG"])
    }
}
