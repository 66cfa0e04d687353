import Foundation
import GatewayModel
import Storage
import Testing

@testable import Gateway

/// Where files are is said once, and changed by a move.
@Suite("Files in a folder or in the database, and moved from one to the other")
struct MediaPlaceTests {
    private static let picture: [UInt8] =
        [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + Array(repeating: 7, count: 600)

    /// A gateway with two files in its folder, and both places of it.
    private struct House {
        let gateway: TestGateway
        let folder: any Blobs
        let database: any Blobs
        let files: [Media]

        init() async throws {
            gateway = try await TestGateway.make()
            folder = gateway.parts.blobs
            database = DatabaseBlobs(gateway.store, ids: gateway.parts.surroundings.ids)
            files = [try await gateway.upload(picture), try await gateway.upload(picture + [1])]
            #expect(try await settled(.folder) == nil)
        }

        func settled(_ place: BlobPlace) async throws -> BlobPlace? {
            try await gateway.store.write { try MediaPlace.settle(on: place, in: $0) }
        }

        func move(to place: BlobPlace) -> MediaMove {
            MediaMove(
                in: gateway.store, from: place == .database ? folder : database,
                to: place == .database ? database : folder, clock: gateway.clock)
        }

        func names(in place: BlobPlace) async throws -> [String] {
            try await (place == .folder ? folder : database).names(after: nil, limit: 99).map(\.description)
        }
    }

    @Test("Another place is taken while there is no file, and refused as soon as there is one")
    func chosen() async throws {
        let gateway = try await TestGateway.make()
        let settle = { (place: BlobPlace) in
            try await gateway.store.write { try MediaPlace.settle(on: place, in: $0) }
        }
        for place in [BlobPlace.database, .folder, .database] { #expect(try await settle(place) == nil) }
        _ = try await gateway.upload(Self.picture)
        #expect(try await settle(.folder) == .database)
        #expect(try await settle(.database) == nil)
        #expect(try await gateway.store.read { try $0.blobPlace() } == .database)
    }

    @Test("An installation of before there was a choice has a folder")
    func older() async throws {
        let gateway = try await TestGateway.make()
        _ = try await gateway.upload(Self.picture)
        #expect(try await gateway.store.read { try $0.blobPlace() } == nil)
        #expect(try await gateway.store.write { try MediaPlace.settle(on: .database, in: $0) } == .folder)
        #expect(try await gateway.store.write { try MediaPlace.settle(on: .folder, in: $0) } == nil)
    }

    @Test("There and back: every file is in the new place, none in the old, and it is audited")
    func moved() async throws {
        let house = try await House()
        let ids = house.files.map(\.id.description).sorted()
        for (place, old) in [(BlobPlace.database, BlobPlace.folder), (.folder, .database)] {
            let move = house.move(to: place)
            #expect(try await move.copy() == (2, []))
            #expect(try await house.settled(place) == old, "not before it is said")
            try await move.settle(on: place, by: "command line")
            try await move.clear()
            #expect(try await house.settled(place) == nil)
            #expect(try await house.names(in: place) == ids)
            #expect(try await house.names(in: old) == [])
        }
        #expect(try await house.folder.read(house.files[1].id.blobName, from: 0, limit: .max) == Self.picture + [1])
        let audit = try await house.gateway.store.read {
            try $0.auditEntries(AuditFilter(action: "media.move"), Page(after: nil, limit: 9)).map(\.entry)
        }
        #expect(audit.map(\.after) == ["folder", "database"])
    }

    @Test("Cut off at any step, every file is where it is looked for, and the next move goes on")
    func cutOff() async throws {
        let house = try await House()
        let name = house.files[0].id.blobName
        // One was copied, and an old one is not what it should be.
        let half = try house.database.draft(name)
        try await half.finish()
        #expect(try await house.move(to: .database).copy() == (2, []))
        #expect(try await house.database.byteCount(of: name) == house.files[0].byteCount)
        #expect(try await house.names(in: .folder).count == 2)
        #expect(try await house.settled(.folder) == nil)
        // Cut off while the old place is cleared.
        try await house.move(to: .database).settle(on: .database, by: "test")
        try await house.folder.delete(name)
        #expect(try await house.move(to: .database).copy() == (2, []))
        try await house.move(to: .database).clear()
        #expect(try await house.names(in: .folder).isEmpty)
        #expect(try await house.names(in: .database).count == 2)
    }

    @Test("A file that is nowhere is told of, and what is not copied is not removed")
    func missing() async throws {
        let house = try await House()
        try await house.folder.delete(house.files[0].id.blobName)
        #expect(try await house.move(to: .database).copy() == (1, [house.files[0].id]))
        // A folder may hold what is none of ours.
        let stranger = try #require(BlobName("passwd"))
        for name in [stranger, house.files[0].id.blobName] {
            let draft = try house.folder.draft(name)
            try [1 as UInt8].withUnsafeBytes { try draft.append($0) }
            try await draft.finish()
        }
        try await house.move(to: .database).clear()
        let left = [house.files[0].id.description, "passwd"].sorted()
        #expect(try await house.names(in: .folder) == left)
        #expect(try await house.names(in: .database) == [house.files[1].id.description])
    }
}
