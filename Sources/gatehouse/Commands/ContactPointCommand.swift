import ArgumentParser
import Gateway
import GatewayModel

/// `gatehouse contact-point`
struct ContactPointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact-point", abstract: "Contact points.",
        subcommands: [
            List.self, Add.self, Rename.self, Remove.self, ConnectionListCommand.self, SendingCommand.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List contact points.")
        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let all = try await CommandStore(try await options.settings()).write { try $0.contactPoints() }
            for contactPoint in all {
                say("\(contactPoint.id)\t\(contactPoint.label)\(contactPoint.archivedAt == nil ? "" : "\t(archived)")")
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a contact point.")
        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "Its label.") var label: String
        @Option(help: "Its id, fixed for good; made from the label if not given.") var id: String?
        @Option(help: "BCP 47.") var language = "en"
        @Option(help: "IANA, for example Europe/Paris.") var timeZone = "UTC"
        @Option(help: "ISO 3166: the country whose phone numbers are typed without a country code.") var region = "US"

        func run() async throws {
            guard let fixedID = id.map({ ContactPointID($0) }) ?? ContactPointID(label: label) else {
                throw CommandFailure(
                    "An id has 1 to 63 lower-case letters, digits and hyphens and begins with a letter.")
            }
            let commands = try CommandStore(try await options.settings())
            let contactPoint = ContactPoint(
                id: fixedID, label: label, language: language, timeZone: timeZone, region: region)
            try await commands.write {
                try ContactPoints(commands.surroundings).create(contactPoint, by: CommandStore.actor, in: $0)
            }
            say(fixedID.description)
        }
    }

    struct Rename: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Change the label of a contact point.")
        @OptionGroup var options: ConfigurationOptions
        @Argument var id: ContactPointID
        @Argument(help: "Its new label.") var label: String

        func run() async throws {
            let commands = try CommandStore(try await options.settings())
            let (id, label) = (id, label)
            _ = try await commands.write {
                try ContactPoints(commands.surroundings).update(id, by: CommandStore.actor, in: $0) {
                    $0.label = label
                }
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a contact point out of use: archived if it has a history, erased if not.")
        @OptionGroup var options: ConfigurationOptions
        @Argument var id: ContactPointID

        func run() async throws {
            let commands = try CommandStore(try await options.settings())
            let id = id
            try await commands.write {
                try ContactPoints(commands.surroundings).remove(id, by: CommandStore.actor, in: $0)
            }
        }
    }
}
