import ArgumentParser
import Foundation
import Gateway
import GatewayModel
import Signing
import Storage

/// `gatehouse master-key`
struct MasterKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "master-key", abstract: "The key that seals the stored secrets.",
        subcommands: [Show.self, Rotate.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Name the keys, the current one first, and count what they do not open. Shows no key.")
        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let settings = try await options.settings()
            let commands = try CommandStore(settings)
            let keys = try MasterKey(settings).load(for: settings.database)
            for key in keys { say(key.name) }
            var closed = 0
            for place in SealedPlace.allCases {
                closed += try await commands.store.read { transaction in
                    try transaction.sealed(in: place, after: 0, limit: .max).count { row in
                        !keys.contains { $0.open(row.sealed, for: place.name(of: row.id)) != nil }
                    }
                }
            }
            if closed > 0 { throw CommandFailure("\(closed) stored secrets open with none of these keys.") }
        }
    }

    /// A kill at any moment leaves a file that opens everything; the next run goes on where it stopped.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seal everything with a new master key, while the gateway serves, and drop the old one.",
            discussion: "A rotation that was cut off is finished first; then no further key is made.")
        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            let settings = try await options.settings()
            let commands = try CommandStore(settings)
            let place = MasterKey(settings)
            var keys = try place.load(for: settings.database)
            if let file = place.writableFile {
                // One lock for all who rotate: two at once would each drop the other's key.
                let lock = try RotationLock(beside: file)
                defer { withExtendedLifetime(lock) {} }
                keys = try place.load(for: settings.database)
                if keys.count == 1 {
                    try MasterKey.replace([MasterKey.fresh()] + MasterKey.lines(of: file), in: file)
                    keys = try place.load(for: settings.database)
                }
                try await reseal(commands, keys)
                try MasterKey.replace(Array(MasterKey.lines(of: file).prefix(1)), in: file)
                // What a gateway had sealed with the old key a moment ago, and committed only now.
                try await reseal(commands, keys)
            } else {
                guard keys.count > 1 else {
                    throw CommandFailure(
                        "\(place) cannot be written from here. Put the new key in front of the old one by hand (one a line in a"
                            + " file, by commas in the environment), restart the gateway, and call this again.")
                }
                try await reseal(commands, keys)
            }
            try await commands.write { [keys] transaction in
                try transaction.append(
                    AuditEntry(
                        at: commands.surroundings.clock.now, actor: CommandStore.actor, action: "master-key.rotate",
                        subject: "master-key", before: keys.last?.name, after: keys[0].name))
            }
            say("Everything is sealed with the master key \(keys[0].name). Keep a copy of it in another place;")
            say(
                "backups that were made before need the old one, \(keys.dropFirst().map(\.name).joined(separator: " "))."
            )
            if place.writableFile == nil { say("Now take the old key out of \(place).") }
        }

        private func reseal(_ commands: CommandStore, _ keys: [SealingKey]) async throws {
            // A gateway that serves looks for new keys before it seals.
            try await Task.sleep(for: KeyRing.freshness * 2)
            let resealing = Resealing(commands.store, keys: keys)
            while true {
                let count = try await resealing.pass()
                guard count.closed == 0 else {
                    throw CommandFailure(
                        "\(count.closed) stored secrets open with none of the keys; nothing was dropped.")
                }
                if count.resealed == 0 { return }
            }
        }
    }
}

/// Held until the process ends, however it ends.
private final class RotationLock {
    init(beside file: String) throws {
        let descriptor = open(file + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw CommandFailure("Somebody else is rotating this master key just now.")
        }
    }
}
