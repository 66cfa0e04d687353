import Gateway
import GatewayModel
import Testing

@Suite("Store: files of messages")
struct MediaContractTests {
    private static func media(_ number: Int64, of message: Int64?, at position: Int = 0) -> Media {
        Media(
            id: ID(rawValue: number), direction: .inbound, message: message.map { ID(rawValue: $0) },
            position: position, sourceURL: "https://platform.test/1", declaredType: "image/png", type: "image/jpeg",
            fileName: "a \"b\".jpg", byteCount: 5, hash: [1, 2, 0], state: .ready,
            reason: StatusReason(code: "c", platformCode: "p", explanation: "e"), createdAt: Samples.time(9))
    }

    @Test("Rows come back as they were, in their order, and go with their message", arguments: StoreUnderTest.all)
    func rows(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        let second = Self.media(1, of: 7, at: 1)
        let first = Self.media(2, of: 7, at: 0)
        var upload = Self.media(3, of: nil)
        try await store.write { [upload] transaction in
            for media in [second, first, upload, Self.media(4, of: 8)] { try transaction.insert(media) }
            try transaction.insert(DueFetch(media: first.id, dueAt: Samples.time(1)))
            try transaction.insert(DueFetch(media: ID(rawValue: 4), dueAt: Samples.time(2)))
        }
        #expect(try await store.read { try $0.media(of: ID(rawValue: 7)) } == [first, second])
        #expect(try await store.read { try $0.media(ID(rawValue: 3)) } == upload)
        (upload.message, upload.position, upload.state, upload.reason) = (ID(rawValue: 7), 2, .failed, nil)
        (upload.type, upload.byteCount, upload.hash) = (nil, nil, nil)
        try await store.write { [upload] in try $0.update(upload) }
        #expect(try await store.read { try $0.media(of: ID(rawValue: 7)) } == [first, second, upload])
        try await store.write { try $0.deleteMedia(of: ID(rawValue: 7)) }
        #expect(try await store.read { try $0.media(of: ID(rawValue: 7)) }.isEmpty)
        let due = try await store.read { try $0.dueFetches(by: Samples.time(9), limit: 9) }
        #expect(due.map(\.media) == [ID(rawValue: 4)])
    }

    @Test("Uploads that belong to no message, the oldest first", arguments: StoreUnderTest.all)
    func unused(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        try await store.write { transaction in
            for media in [Self.media(1, of: nil), Self.media(2, of: 7), Self.media(3, of: nil), Self.media(4, of: nil)]
            { try transaction.insert(media) }
        }
        let found = try await store.read { try $0.unusedUploads(below: ID(rawValue: 4), limit: 9) }
        #expect(found == [ID(rawValue: 1), ID(rawValue: 3)])
        #expect(try await store.read { try $0.unusedUploads(below: ID(rawValue: 4), limit: 1) } == [ID(rawValue: 1)])
        try await store.write { try $0.deleteMedia(ID(rawValue: 1)) }
        #expect(try await store.read { try $0.media(ID(rawValue: 1)) } == nil)
    }

    @Test("Files that are here, page by page", arguments: StoreUnderTest.all)
    func ready(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        var pending = Self.media(2, of: 7)
        pending.state = .pending
        let files = [Self.media(1, of: nil), pending, Self.media(3, of: 8), Self.media(4, of: 8)]
        try await store.write { for media in files { try $0.insert(media) } }
        #expect(try await store.read { try $0.readyMedia(after: nil, limit: 2) } == [files[0], files[2]])
        #expect(try await store.read { try $0.readyMedia(after: files[0].id, limit: 9) } == [files[2], files[3]])
        #expect(try await store.read { try $0.readyMedia(after: files[3].id, limit: 9) } == [])
    }

    @Test("What is still to be fetched, by when it is due", arguments: StoreUnderTest.all)
    func fetches(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        #expect(try await store.read { try $0.nextFetchDue() } == nil)
        let late = DueFetch(media: ID(rawValue: 1), dueAt: Samples.time(20))
        var early = DueFetch(media: ID(rawValue: 2), dueAt: Samples.time(10), tries: 3)
        try await store.write { [early] transaction in
            try transaction.insert(late)
            try transaction.insert(early)
        }
        #expect(try await store.read { try $0.dueFetches(by: Samples.time(19), limit: 9) } == [early])
        #expect(try await store.read { try $0.dueFetches(by: Samples.time(20), limit: 9) } == [early, late])
        #expect(try await store.read { try $0.dueFetches(by: Samples.time(20), limit: 1) } == [early])
        (early.isLeased, early.dueAt, early.tries) = (true, Samples.time(30), 4)
        try await store.write { [early] in try $0.update(early) }
        #expect(try await store.read { try $0.nextFetchDue() } == Samples.time(20))
        try await store.write { try $0.takeBackFetches(at: Samples.time(5)) }
        early.isLeased = false
        early.dueAt = Samples.time(5)
        #expect(try await store.read { try $0.dueFetches(by: Samples.time(25), limit: 9) } == [early, late])
        try await store.write { try $0.deleteFetch(of: ID(rawValue: 2)) }
        #expect(try await store.read { try $0.dueFetches(by: Samples.time(25), limit: 9) } == [late])
    }

    @Test("A secret of the gateway's is made once", arguments: StoreUnderTest.all)
    func secrets(engine: StoreUnderTest) async throws {
        let store = try engine.make()
        #expect(try await store.read { try $0.sealed(.mediaLinks) } == nil)
        try await store.write { try $0.insert(.mediaLinks, sealed: [1, 0]) }
        #expect(try await store.read { try $0.sealed(.mediaLinks) } == [1, 0])
        await #expect(throws: (any Error).self) { try await store.write { try $0.insert(.mediaLinks, sealed: [2]) } }
    }
}
