import ArgumentParser

/// `gatehouse serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the gateway until it is told to stop (SIGTERM or SIGINT).")

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let settings = try await options.settings()
        let gateway = try await RunningGateway(settings)
        if let file = try await FirstAdministrator.make(settings, gateway.parts) {
            say("The first administrator's API key is in \(file). Take it, and remove the file.")
        }
        try await gateway.run {
            ServiceManager.ready()
            say("Gatehouse is ready.")
            say("  webhooks  \(settings.publicURL)/hooks/…   (listening on \(settings.publicAddress))")
            say("  API       http://\(settings.privateAddress)/v1, described at /openapi.json")
        }
    }
}
