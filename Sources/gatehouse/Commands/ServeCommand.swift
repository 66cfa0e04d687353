import ArgumentParser

/// `gatehouse serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the gateway until it is told to stop (SIGTERM or SIGINT).")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let settings = try await options.settings()
        let gateway = try await RunningGateway(settings)
        try await gateway.run {
            print("Gatehouse is ready.")
            print("  webhooks  \(settings.publicURL)/hooks/…   (listening on \(settings.publicAddress))")
            print("  API       http://\(settings.privateAddress)/v1, described at /openapi.json")
        }
    }
}
