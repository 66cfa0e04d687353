import Foundation
import Gateway
import GatewayModel
import Storage

extension Settings {
    /// The place that is chosen.
    func blobs(in store: any Store, ids: IDGenerator) throws -> any Blobs {
        switch mediaStore {
        case .folder: try FolderBlobs(mediaFolder)
        case .database: DatabaseBlobs(store, ids: ids)
        }
    }

    /// Holds the place that is chosen against the one where files are.
    func settleFilePlace(in store: any Store) async throws {
        let chosen = mediaStore
        if let place = try await store.write({ try MediaPlace.settle(on: chosen, in: $0) }) {
            throw SettingFailure(
                SettingName.mediaStore.rawValue,
                """
                it is \(chosen.rawValue), and there are files that are kept in the \(place.rawValue). Set it back to \
                \(place.rawValue), or move the files: gatehouse media move.
                """)
        }
    }

    /// The same for a database that is not opened as a store: of a backup.
    func checkFilePlace(of contents: SQLiteBackup.Contents) throws {
        let place = contents.mediaStore ?? .folder
        guard place == mediaStore || contents.rows["media", default: 0] == 0 else {
            throw CommandFailure(
                "The files are kept in the \(place.rawValue), and media.store is \(mediaStore.rawValue). Set it to"
                    + " \(place.rawValue) for this.")
        }
    }
}
