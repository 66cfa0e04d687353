import ArgumentParser
import Foundation
import Gateway
import GatewayModel

/// `gatehouse user`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "People who log in; the way back in for whoever is locked out.",
        subcommands: [
            Add.self, List.self, Password.self, PasswordLink.self, Disable.self, ResetSecondFactor.self,
        ])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a user, and print a link to set a password. It is good for three days, and once.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The e-mail address to log in with.") var email: String
        @Option(help: "The person's name.") var name: String
        @Option(help: "agent, manager or administrator.") var level: PermissionLevel = .agent
        @Option(help: "A role the user holds besides everyone; may be repeated.") var role: [RoleID] = []

        func run() async throws {
            guard let email = MailAddress(email) else { throw CommandFailure("\(email) is no e-mail address.") }
            let commands = try PeopleCommands(try await options.settings())
            let (name, level, role, people) = (name, level, role, commands.people)
            let (user, delivery) = try await commands.store.write { transaction in
                let user = try people.users.create(
                    email: email, name: name, level: level, roles: role, by: CommandStore.actor, in: transaction)
                return (user, try people.links.issue(for: user.id, by: CommandStore.actor, in: transaction))
            }
            say("\(user.id) \(user.level.rawValue) \(user.roles.map(\.rawValue).joined(separator: " "))")
            if case .handOver(let link, _) = delivery { say(link) }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List users.")
        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let commands = try PeopleCommands(try await options.settings())
            let users = try await commands.store.write { try $0.users(Page(after: nil, limit: .max)) }
            for user in users {
                let notes = [
                    user.state == .active ? nil : user.state.rawValue, user.passwordSetAt == nil ? "no password" : nil,
                ]
                let note = notes.compactMap(\.self).map { "\t(\($0))" }.joined()
                say("\(user.id)\t\(user.email ?? "-")\t\(user.level.rawValue)\t\(user.name)\(note)")
            }
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a user's password. It is asked for, or read from standard input. Ends the user's sessions.")
        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The user's e-mail address or id.") var user: String

        func run() async throws {
            let commands = try PeopleCommands(try await options.settings())
            let found = try await commands.find(user)
            let password: String
            if Terminal.isThere {
                password = try Terminal.ask("A new password for \(found.name): ", isHidden: true)
                guard try Terminal.ask("Once more: ", isHidden: true) == password else {
                    throw CommandFailure("The two are not the same; nothing was done.")
                }
            } else {
                password = readLine() ?? ""
            }
            do {
                try await commands.people.passwords.set(password, of: found.id, by: CommandStore.actor)
            } catch let refusal as Refusal {
                throw CommandFailure(refusal)
            }
            say("The password of \(found.id) is set.")
        }
    }

    struct PasswordLink: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a link to set a user's password, good for an hour, and once. A browser that opens it does "
                + "not wait while somebody guesses at the account.")
        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The user's e-mail address or id.") var user: String

        func run() async throws {
            let commands = try PeopleCommands(try await options.settings())
            let (id, people) = (try await commands.find(user).id, commands.people)
            let delivery = try await commands.store.write {
                try people.links.issue(for: id, by: CommandStore.actor, in: $0)
            }
            if case .handOver(let link, _) = delivery { say(link) }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Disable a user: nobody is let in, neither the person nor a key that acts for it.")
        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The user's e-mail address or id.") var user: String

        func run() async throws {
            let commands = try PeopleCommands(try await options.settings())
            let (id, people) = (try await commands.find(user).id, commands.people)
            _ = try await commands.store.write {
                try people.users.update(id, Users.Choices(state: .disabled), by: CommandStore.actor, in: $0)
            }
            say("\(id) is disabled.")
        }
    }

    struct ResetSecondFactor: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-second-factor",
            abstract: "Take the second factor from a user who has lost it, and end the user's sessions.")
        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The user's e-mail address or id.") var user: String

        func run() async throws {
            let commands = try PeopleCommands(try await options.settings())
            let (id, people) = (try await commands.find(user).id, commands.people)
            try await commands.store.write {
                try people.secondFactors.reset(of: id, by: CommandStore.actor, in: $0)
            }
            say("\(id) has no second factor any more.")
        }
    }
}

/// What commands about people need.
private struct PeopleCommands {
    let store: CommandStore
    /// Without mail: whoever runs a command hands a link over.
    let people: People

    init(_ settings: Settings) throws {
        store = try CommandStore(settings)
        people = People(
            store.surroundings, store: store.store, rule: settings.people,
            sealingKey: try MasterKey(settings).ring(for: settings.database), sender: nil,
            logger: settings.logger)
    }

    func find(_ text: String) async throws -> User {
        let user = try await store.write { transaction in
            try ID<User>(text).flatMap { try transaction.user($0) } ?? transaction.user(email: text.lowercased())
        }
        guard let user else { throw CommandFailure("There is no user \(text).") }
        return user
    }
}
