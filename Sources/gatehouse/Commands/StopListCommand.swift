import ArgumentParser
import Gateway
import GatewayModel
import Storage

/// `gatehouse stop-list`
struct StopListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop-list", abstract: "Who may not be written to.",
        subcommands: [Add.self, Remove.self, List.self, StopListExportCommand.self, StopListImportCommand.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put up to \(AddressBatch.most) addresses on the list.",
            discussion: "Exit status 1 if one of them cannot be read; the others are on the list.")
        @OptionGroup var options: ConfigurationOptions
        @Option(help: "Whose list it is.") var contactPoint: ContactPointID
        @Argument(help: "Addresses; commas may stand between them.") var addresses: [String]

        func run() async throws {
            let commands = try CommandStore(try await options.settings())
            let (id, addresses) = (contactPoint, addresses)
            try StopListCommand.tell(
                try await commands.write { transaction in
                    try StopListAdministration(commands.surroundings).add(
                        AddressBatch(addresses), at: id, by: CommandStore.actor, in: transaction)
                })
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take up to \(AddressBatch.most) addresses off the list.",
            discussion: "Exit status 1 if one of them cannot be read; the others are off the list.")
        @OptionGroup var options: ConfigurationOptions
        @Option(help: "Whose list it is.") var contactPoint: ContactPointID
        @Argument(help: "Addresses; commas may stand between them.") var addresses: [String]

        func run() async throws {
            let commands = try CommandStore(try await options.settings())
            let (id, addresses) = (contactPoint, addresses)
            try StopListCommand.tell(
                try await commands.write { transaction in
                    try StopListAdministration(commands.surroundings).remove(
                        AddressBatch(addresses), at: id, by: CommandStore.actor, in: transaction)
                })
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List who is stopped: address, source, actor, time, and who imported it.")
        @OptionGroup var options: ConfigurationOptions
        @Option(help: "Whose list it is.") var contactPoint: ContactPointID

        func run() async throws {
            let commands = try CommandStore(try await options.settings())
            let id = contactPoint
            guard try await commands.store.read({ try $0.contactPoint(id) }) != nil else {
                throw CommandFailure("There is no such contact point.")
            }
            var last: Address?
            repeat {
                let page = Page(after: last, limit: 500)
                let entries = try await commands.store.read { try $0.stopEntries(at: id, page) }
                for entry in entries {
                    let imported = entry.imported.map { "\timported by \($0.by) at \(TimeText.of($0.at))" } ?? ""
                    let (address, since) = (entry.address.value, TimeText.of(entry.since))
                    say("\(address)\t\(entry.source.rawValue)\t\(entry.actor)\t\(since)\(imported)")
                }
                last = entries.count == page.limit ? entries.last?.address : nil
            } while last != nil
        }
    }

    /// One line for each address, and the warning.
    static func tell(_ results: [StopListAdministration.Result]) throws {
        for result in results {
            say("\(result.address?.value ?? result.input)\t\(word(for: result.outcome))")
            if let remark = result.reason ?? result.doubt { say("  \(remark)") }
        }
        if let warning = results.warning { say(warning) }
        if results.contains(where: { $0.outcome == .invalid }) { throw ExitCode.failure }
    }

    private static func word(for outcome: StopListAdministration.Result.Outcome) -> String {
        switch outcome {
        case .added: "added"
        case .already: "on the list already"
        case .removed: "removed"
        case .notListed: "not on the list"
        case .duplicate: "given twice"
        case .invalid: "not an address"
        }
    }
}
