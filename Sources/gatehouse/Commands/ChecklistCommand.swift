import ArgumentParser
import ConnectorKit
import CurlTransport
import Foundation
import Gateway
import GatewayHTTP
import GatewayModel
import Logging
import Storage

/// `gatehouse checklist`
struct ChecklistCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checklist", abstract: "Check whether everything that connections need is right.",
        discussion: "Exit status: 0 all green, 1 something yellow, 2 something red, 3 it could not be told.")

    @OptionGroup var options: ConfigurationOptions
    @Option(help: "Only the connections of this contact point.") var contactPoint: ContactPointID?
    @Option(help: "Only this connection.") var connection: String?
    @Option(help: "First do what this item's fix offers.") var fix: String?

    func run() async throws {
        let settings = try await options.settings()
        let commands = try CommandStore(settings)
        let key = try MasterKey(settings).ring(for: settings.database)
        let transport = CurlTransport(policy: AddressPolicy(allowing: settings.allowedNetworks))
        let parts = GatewayParts(
            commands.surroundings, store: commands.store,
            blobs: try settings.blobs(in: commands.store, ids: commands.surroundings.ids), sealingKey: key,
            transport: transport, bodies: EventDocuments(commands.surroundings.connectors),
            logger: Logger(label: "gatehouse"))
        var verdicts: [Verdict] = []
        do {
            for connection in try await chosen(parts) {
                if let fix {
                    _ = try await parts.checklists.fix(fix, of: connection.id, by: CommandStore.actor)
                }
                let result = try await parts.checklists.check(connection.id)
                verdicts.append(result.overall)
                say("\(connection.address.value)  \(connection.contactPoint)  \(connection.id)")
                for line in ChecklistTable(result).lines { say(line) }
            }
        } catch let refusal as Refusal {
            throw CommandFailure(refusal)
        }
        await transport.shutdown()
        if let status = [(Verdict.red, 2), (.unknown, 3), (.yellow, 1)].first(where: { verdicts.contains($0.0) })?.1 {
            throw ExitCode(Int32(status))
        }
    }

    private func chosen(_ parts: GatewayParts) async throws -> [Connection] {
        let wanted = try connection.map { text in
            guard let id = ID<Connection>(text) else { throw CommandFailure("\(text) is not the id of a connection.") }
            return id
        }
        let found = try await parts.store.read { transaction in
            try transaction.contactPoints().flatMap { try transaction.connections(of: $0.id) }
        }.filter {
            (contactPoint == nil || $0.contactPoint == contactPoint) && (wanted == nil || $0.id == wanted)
        }
        guard !found.isEmpty else { throw CommandFailure("There is no such connection.") }
        guard fix == nil || wanted != nil else { throw CommandFailure("--fix needs --connection.") }
        return found
    }
}

/// A checklist as text: in colour on a terminal that wants it.
struct ChecklistTable {
    let lines: [String]

    init(_ result: ChecklistResult) {
        let isColoured = isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
        let width = result.items.map(\.title.count).max() ?? 0
        lines = result.items.flatMap { item in
            let word = item.verdict.rawValue.padding(toLength: 7, withPad: " ", startingAt: 0)
            let title = item.title.padding(toLength: width, withPad: " ", startingAt: 0)
            let shown = isColoured ? "\u{1B}[\(Self.colour(item.verdict))m\(word)\u{1B}[0m" : word
            let margin = String(repeating: " ", count: width + 13)
            return ["  \(shown)  \(title)  \(item.found)"] + (item.advice.map { [margin + $0] } ?? [])
                + (item.fix.map { ["\(margin)--fix \(item.id): \($0)"] } ?? [])
        }
    }

    private static func colour(_ verdict: Verdict) -> Int {
        switch verdict {
        case .green: 32
        case .yellow: 33
        case .red: 31
        case .unknown: 35
        }
    }
}
