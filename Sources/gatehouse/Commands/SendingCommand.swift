import ArgumentParser
import ConnectorKit
import Gateway
import GatewayModel

/// `gatehouse contact-point sending`
struct SendingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sending",
        abstract: "Say whether one of a contact point's numbers sends, or which one sends in its place.",
        discussion:
            "Numbers may be written as in the contact point's region. A gateway that serves notices within seconds.")

    @OptionGroup var options: ConfigurationOptions
    @Argument(help: "The contact point's id.") var id: ContactPointID
    @Argument(help: "The number, page or account.") var address: String
    @Option(help: "\(SendingMode.allCases.map(\.rawValue).joined(separator: ", ")).") var mode: SendingMode
    @Option(help: "The standard one that sends in its place.") var divertsTo: String?
    @Option(help: "The platform, where the address is on several.") var platform: String?

    func run() async throws {
        guard divertsTo == nil || mode != .standard else {
            throw CommandFailure("What sends itself diverts to nothing: leave --diverts-to out.")
        }
        let commands = try CommandStore(try await options.settings())
        let (id, address, mode, divertsTo) = (id, address, mode, divertsTo)
        let platform = platform.map { Platform(rawValue: $0) }
        let surroundings = commands.surroundings
        let line = try await commands.write { transaction in
            let find = { try Self.connection($0, on: platform, at: id, surroundings, in: transaction) }
            let sending = Sending(mode, divertsTo: try divertsTo.map { try find($0).id })
            let changed = try Connections(surroundings).update(
                try find(address).id, Connections.Choices(sending: sending), by: CommandStore.actor, in: transaction)
            return ConnectionListCommand.line(changed, among: try transaction.connections(of: id))
        }
        say(line)
    }

    private static func connection(
        _ text: String, on platform: Platform?, at id: ContactPointID, _ surroundings: Surroundings,
        in transaction: any StoreTransaction
    ) throws -> Connection {
        guard let contactPoint = try transaction.contactPoint(id) else { throw Refusal.notFound("contact point") }
        let reader = AddressReader(surroundings)
        let found = try transaction.connections(of: id).filter { connection in
            guard platform == nil || connection.platform == platform,
                let connector = surroundings.connectors[connection.platform],
                case .address(let typed) = reader.own(text, on: connector, in: contactPoint.region)
            else { return false }
            return typed.address == connection.address
        }
        guard let connection = found.first else {
            throw CommandFailure("\(text) is no connection of the contact point \(id).")
        }
        guard found.count == 1 else { throw CommandFailure("\(text) is on several platforms: say --platform.") }
        return connection
    }
}
