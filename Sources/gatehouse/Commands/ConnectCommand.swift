import ArgumentParser
import ConnectorKit
import CurlTransport
import Foundation
import Gateway
import GatewayHTTP
import GatewayModel
import Logging
import Storage

/// `gatehouse connect`
struct ConnectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "Connect a platform to a contact point, step by step.",
        discussion: """
            Asks on a terminal. With --answers it asks nobody: the file (or - for standard input) holds a JSON object \
            of answers by the steps' ids, for example {"account": {"settings": {…}}, "numbers": {"choices": ["…"]}, \
            "replace": {"confirmed": true}}. Secrets belong there, not on the command line.
            """)

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "The platform, as GET /v1/platforms names it.") var platform: String?
    @Option(help: "Where the new connections go.") var contactPoint: ContactPointID?
    @Option(help: "An app that is there already, to connect more of its addresses.") var app: String?
    @Option(help: "Instead: a connection whose app is to get new credentials.") var reconnect: String?
    @Option(help: "A JSON file of answers, or - for standard input.") var answers: String?

    func run() async throws {
        let settings = try await options.settings()
        let commands = try CommandStore(settings)
        try await commands.write { _ in }
        let key = try MasterKey(settings).ring(for: settings.database)
        let transport = CurlTransport(policy: AddressPolicy(allowing: settings.allowedNetworks))
        let parts = GatewayParts(
            commands.surroundings, store: commands.store,
            blobs: try settings.blobs(in: commands.store, ids: commands.surroundings.ids), sealingKey: key,
            transport: transport, bodies: EventDocuments(commands.surroundings.connectors),
            logger: Logger(label: "gatehouse"))
        let purpose = try purpose()
        let answerer: any ConnectingAnswerer =
            if let answers { try ScriptedAnswers(file: answers) } else { try TerminalAnswers() }
        do {
            let outcome = try await parts.connecting.complete(purpose, asking: answerer, by: CommandStore.actor)
            for connection in outcome.connections {
                say("\(connection.address.value)  \(connection.contactPoint)  \(connection.id)")
                guard let result = outcome.checklists.first(where: { $0.connection == connection.id }) else { continue }
                for line in ChecklistTable(result).lines { say(line) }
            }
            await transport.shutdown()
        } catch let refusal as Refusal {
            throw CommandFailure(refusal)
        }
    }

    private func purpose() throws -> Connecting.Purpose {
        if let reconnect {
            guard platform == nil, contactPoint == nil, app == nil else {
                throw CommandFailure("--reconnect stands alone: platform, contact point and app are the connection's.")
            }
            guard let id = ID<Connection>(reconnect) else {
                throw CommandFailure("\(reconnect) is not the id of a connection.")
            }
            return .reconnect(id)
        }
        guard let platform, let contactPoint else {
            throw CommandFailure("Say --platform and --contact-point, or --reconnect.")
        }
        let known = try app.map { text in
            guard let id = ID<PlatformApp>(text) else { throw CommandFailure("\(text) is not the id of an app.") }
            return id
        }
        return .connect(Platform(rawValue: platform), to: contactPoint, with: known)
    }
}
