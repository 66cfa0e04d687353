import Foundation
import Gateway
import GatewayModel
import Signing
import Storage

/// A backup: a folder with the database as it was at one instant, and a manifest. The master key is not in it.
struct BackupFolder {
    let url: URL

    private var database: URL { url.appending(path: "gatehouse.sqlite") }
    private var media: URL { url.appending(path: "media", directoryHint: .isDirectory) }
    private var manifest: URL { url.appending(path: "manifest.json") }

    init(_ path: String) {
        url = URL(filePath: path).standardizedFileURL
    }

    /// Takes a backup beside a gateway that serves, or without one. The folder has its name only when it is whole.
    func take(_ settings: Settings) throws -> BackupManifest {
        guard !FileManager.default.fileExists(atPath: url.path) else {
            throw CommandFailure("\(url.path) is there already; a backup is never written over.")
        }
        let file = try settings.databaseFile()
        guard let keys = try MasterKey(settings).existing() else {
            throw CommandFailure("The master key \(MasterKey(settings)) is missing: a backup could not be opened.")
        }
        let partial = BackupFolder(url.path + ".partial")
        if FileManager.default.fileExists(atPath: partial.url.path) {
            try FileManager.default.removeItem(at: partial.url)
        }
        try FileManager.default.createDirectory(
            at: partial.url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        do {
            let takenAt = Date()
            let contents = try SQLiteBackup.take(of: file, into: partial.database.path)
            try settings.checkFilePlace(of: contents)
            if settings.mediaStore == .folder {
                // After the database: then each file that it names is there, but for those that were removed meanwhile.
                try MediaCopy.copy(URL(filePath: settings.mediaFolder), to: partial.media)
            }
            let made = BackupManifest(takenAt: takenAt, masterKeys: keys.map(\.name), database: contents)
            try made.write(to: partial.manifest)
            try PrivateFile.syncFolder(partial.url.path)
            try FileManager.default.moveItem(at: partial.url, to: url)
            try PrivateFile.syncFolder(url.deletingLastPathComponent().path)
            return made
        } catch {
            try? FileManager.default.removeItem(at: partial.url)
            throw error
        }
    }

    /// Puts the backup in the place that the settings name, where no database may be. It has that name only when
    /// everything is done.
    ///
    /// - Returns: the manifest, and how many messages are held.
    func restore(_ settings: Settings) async throws -> (manifest: BackupManifest, held: Int) {
        let target = try settings.databaseFile()
        for path in [target, target + "-wal"] where FileManager.default.fileExists(atPath: path) {
            throw CommandFailure("\(path) is there already; a backup is only restored where there is no database.")
        }
        guard settings.mediaStore == .database || MediaCopy.isEmpty(URL(filePath: settings.mediaFolder)) else {
            throw CommandFailure("\(settings.mediaFolder) holds files already; a backup is only restored beside none.")
        }
        let made = try BackupManifest(reading: manifest)
        try settings.checkFilePlace(of: made.database)
        let needed = made.masterKeys.joined(separator: " ")
        guard let keys = try MasterKey(settings).existing() else {
            throw CommandFailure("Put the master key \(needed) at \(MasterKey(settings)) first.")
        }
        guard Set(made.masterKeys).isSubset(of: keys.map(\.name)) else {
            throw CommandFailure(
                "\(MasterKey(settings)) holds the master key \(keys.map(\.name).joined(separator: " ")); this backup was"
                    + " made with \(needed). Several keys may stand in the file, one a line.")
        }
        guard try SQLiteBackup.check(database.path) == made.database else {
            throw CommandFailure("\(database.path) does not hold what the manifest says; restore another backup.")
        }
        let staged = target + ".restoring"
        for path in [staged, staged + "-wal", staged + "-shm"] where FileManager.default.fileExists(atPath: path) {
            try FileManager.default.removeItem(atPath: path)
        }
        try FileManager.default.copyItem(atPath: database.path, toPath: staged)
        var stagedSettings = settings
        stagedSettings.database = .file(staged)
        let commands = try CommandStore(stagedSettings)
        guard try await AppVault(store: commands.store, key: KeyRing(keys), clock: SystemClock()).opensEverything()
        else {
            throw CommandFailure("The secrets in the backup do not open with \(MasterKey(settings)).")
        }
        let held = try await commands.write { transaction in
            try Restoration(commands.surroundings).settle(
                takenAt: made.moment, by: CommandStore.actor, in: transaction)
        }
        try commands.store.close()
        if settings.mediaStore == .folder { try MediaCopy.copy(media, to: URL(filePath: settings.mediaFolder)) }
        try FileManager.default.moveItem(atPath: staged, toPath: target)
        try PrivateFile.syncFolder(URL(filePath: target).deletingLastPathComponent().path)
        return (made, held)
    }
}
