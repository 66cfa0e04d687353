import ConnectorTestKit
import Foundation
import Gateway
import GatewayModel
import Storage
import Testing

/// A place that must keep the promises of ``Blobs``.
struct BlobsUnderTest: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Opens the place in this folder.
    fileprivate let open: @Sendable (URL, IDGenerator) throws -> Place

    fileprivate struct Place: Sendable {
        let blobs: any Blobs
        /// How much there is, of blobs, of drafts, and of what is left of either.
        let count: @Sendable () async throws -> Int
    }

    static let all =
        [
            BlobsUnderTest(testDescription: "folder") { folder, _ in
                let path = folder.appending(path: "blobs").path
                return Place(blobs: try FolderBlobs(path)) {
                    try FileManager.default.contentsOfDirectory(atPath: path).count
                }
            }
        ]
        + StoreUnderTest.all.map { engine in
            BlobsUnderTest(testDescription: "database (\(engine.testDescription))") { folder, ids in
                let store = try engine.open(folder)
                return Place(blobs: DatabaseBlobs(store, ids: ids)) {
                    try await store.read { transaction in
                        try transaction.blobNames(after: nil, limit: 999).count
                            + transaction.looseContents(below: ID(rawValue: .max), limit: 999).count
                    }
                }
            }
        }

    /// An empty place.
    func make() throws -> BlobsInFolder {
        let (folder, ids) = (try TemporaryFolder(), IDGenerator(clock: ManualClock()))
        return BlobsInFolder(folder: folder, ids: ids, engine: self, place: try open(folder.url, ids))
    }
}

/// A place, and its folder for as long as it is used.
struct BlobsInFolder: Sendable {
    let folder: TemporaryFolder
    fileprivate let ids: IDGenerator
    fileprivate let engine: BlobsUnderTest
    fileprivate let place: BlobsUnderTest.Place

    var blobs: any Blobs { place.blobs }

    /// The same place, as a process finds it that starts now.
    func reopened() throws -> BlobsInFolder {
        BlobsInFolder(folder: folder, ids: ids, engine: engine, place: try engine.open(folder.url, ids))
    }

    func count() async throws -> Int { try await place.count() }

    func write(_ pieces: [UInt8]..., as name: BlobName) async throws {
        let draft = try blobs.draft(name)
        for piece in pieces { try piece.withUnsafeBytes { try draft.append($0) } }
        try await draft.finish()
    }
}
