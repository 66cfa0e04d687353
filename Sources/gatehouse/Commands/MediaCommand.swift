import ArgumentParser
import Foundation
import Gateway
import GatewayModel
import Storage

/// `gatehouse media`
struct MediaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media", abstract: "The files of messages.", subcommands: [Move.self])

    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move all files to where media.store says, while no gateway serves.",
            discussion: "Cut off at any moment, it loses nothing; run it again.")
        @OptionGroup var options: ConfigurationOptions
        @Option(help: "Where the files were, if not beside the database. Only for a move out of a folder.")
        var folder: String?
        @Flag(help: "Move although some files are in neither place; they stay lost.") var leaveMissing = false

        func run() async throws {
            let settings = try await options.settings()
            guard try settings.database.isThere() else {
                throw CommandFailure("There is no database at \(settings.database).")
            }
            let store = try settings.database.open(for: .alone)
            let clock = SystemClock()
            let ids = IDGenerator(node: store.nodeNumber ?? 0, after: try store.greatestID(), clock: clock)
            let source = try source(settings, store, ids)
            let move = MediaMove(
                in: store, from: source, to: try settings.blobs(in: store, ids: ids), clock: clock)
            let (count, missing) = try await move.copy()
            guard missing.isEmpty || leaveMissing else {
                throw CommandFailure(
                    "\(missing.count) files are in neither place, \(missing[0]) for one. Nothing was changed; with"
                        + " --leave-missing the others are moved.")
            }
            try await move.settle(on: settings.mediaStore, by: CommandStore.actor)
            try await move.clear()
            try store.close()
            say("Files kept in the \(settings.mediaStore.rawValue): \(count).")
        }

        private func source(_ settings: Settings, _ store: any Store, _ ids: IDGenerator) throws -> any Blobs {
            guard settings.mediaStore == .database else {
                guard folder == nil else { throw CommandFailure("--folder is for a move into the database.") }
                return DatabaseBlobs(store, ids: ids)
            }
            let path = folder ?? settings.mediaFolder
            guard FileManager.default.fileExists(atPath: path) else {
                throw CommandFailure("There is no folder \(path); say with --folder where the files are.")
            }
            return try FolderBlobs(path)
        }
    }
}
