import ArgumentParser
import Gateway
import GatewayModel

/// `gatehouse contact-point connections`
struct ConnectionListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connections", abstract: "List a contact point's connections, and how each sends.")

    @OptionGroup var options: ConfigurationOptions
    @Argument(help: "The contact point's id.") var id: ContactPointID

    func run() async throws {
        let id = id
        let all = try await CommandStore(try await options.settings()).write { transaction in
            guard try transaction.contactPoint(id) != nil else { throw Refusal.notFound("contact point") }
            return try transaction.connections(of: id)
        }
        for connection in all { say(Self.line(connection, among: all)) }
    }

    static func line(_ connection: Connection, among all: [Connection]) -> String {
        let sender = all.first { $0.id == connection.sending.divertsTo }
        let sending =
            switch connection.sending {
            case .standard: connection.sending.mode.rawValue
            case .incomingOnly, .blockedOutbound:
                "\(connection.sending.mode.rawValue), "
                    + (sender.map { "diverts to \($0.address.value)" } ?? "diverts to nothing")
            }
        return "\(connection.address.value)\t\(connection.platform)\t\(sending)\t\(connection.id)"
    }
}
