import ConnectorKit
public import GatewayModel
import Logging
public import ServiceLifecycle

/// Fetches the files that customers send, and keeps those of a size and type that are accepted.
///
/// Lease → the connector's call → along redirects into the blob store → what the first bytes say, and the virus scanner
/// where there is one → ready or failed, with an event. A process that dies in the middle leaves a lease and a draft: the file is fetched again, and the draft is
/// thrown away at the next start.
public struct MediaFetcher: Service, CustomStringConvertible {
    /// The most that is fetched of a file, whatever a platform allows.
    public static let mostBytes = 16 << 20
    /// Before the second try, the third …: about three hours in all. After the last, the file is given up.
    static let waits: [Duration] = [5, 20, 80, 320, 1200, 3600, 5400].map { .seconds($0) }
    private static let timeout = Duration.seconds(60)
    /// Longer than a fetch over every redirect can take.
    private static let lease = Duration.seconds(60 * (MediaFetch.mostRedirects + 2))
    private static let mostAtOnce = 8

    private let surroundings: Surroundings
    private let store: any Store
    private let blobs: any Blobs
    private let scan: MediaScan
    private let desk: PlatformDesk
    private let bell: Bell
    private let logger: Logger

    init(
        _ desk: PlatformDesk, blobs: any Blobs, scanner: (any VirusScanner)? = nil, bell: Bell, logger: Logger
    ) {
        surroundings = desk.surroundings
        store = desk.store
        self.blobs = blobs
        scan = MediaScan(scanner: scanner, blobs: blobs)
        self.desk = desk
        self.bell = bell
        self.logger = logger
    }

    public var description: String { "MediaFetcher" }

    /// Works until told to stop; what is under way then is fetched again at the next start.
    public func run() async throws {
        var hasBegun = false
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                var next = surroundings.clock.now + .seconds(60)
                do {
                    if !hasBegun && (store.isExclusive || Holding.current != nil) { try await takeBack() }
                    hasBegun = true
                    if let due = try await cancelWhenGracefulShutdown({ try await drain() }) { next = min(next, due) }
                } catch {
                    logger.error("files cannot be fetched; trying again", metadata: ["error": "\(error)"])
                }
                bell.ring(at: next, by: surroundings.clock)
            }
        } onGracefulShutdown: {
            bell.ring()
        }
        bell.silence()
    }

    /// What an earlier process had under way is due now.
    public func takeBack() async throws {
        let now = surroundings.clock.now
        try await store.write { try $0.takeBackFetches(at: now) }
    }

    /// Fetches everything that is due.
    ///
    /// - Returns: when the next is.
    @discardableResult
    public func drain() async throws -> Timestamp? {
        while !Task.isCancelled {
            let leased = try await store.write { try lease(in: $0) }
            if leased.isEmpty { break }
            await withDiscardingTaskGroup { group in
                for fetch in leased { group.addTask { await settle(fetch) } }
            }
        }
        return try await store.read { try $0.nextFetchDue() }
    }

    /// Also what a test does that lets a process die in the middle.
    func lease(in transaction: any StoreTransaction) throws -> [DueFetch] {
        let now = surroundings.clock.now
        return try transaction.dueFetches(by: now, limit: Self.mostAtOnce).map { due in
            var due = due
            due.isLeased = true
            due.tries += 1
            due.dueAt = now + Self.lease
            try transaction.update(due)
            return due
        }
    }

    private func settle(_ fetch: DueFetch) async {
        do {
            guard let media = try await store.read({ try $0.media(fetch.media) }), media.state == .pending else {
                try await store.write { try $0.deleteFetch(of: fetch.media) }
                return
            }
            let result: Result<MediaDraft.Contents, MediaFailure>
            do throws(MediaFailure) { result = .success(try await bytes(of: media)) } catch { result = .failure(error) }
            // Told to stop: no failure of the file's.
            if case .failure = result, Task.isCancelled { return }
            try await store.write { try record(result, of: media.id, fetch, in: $0) }
        } catch {
            // Not written down: the lease runs out, and the file is fetched again.
            logger.error("file not stored", metadata: ["media": "\(fetch.media)", "error": "\(error)"])
        }
    }

    private func bytes(of media: Media) async throws(MediaFailure) -> MediaDraft.Contents {
        let source = try await source(of: media)
        var call: HTTPCall
        do throws(SendFailure) {
            call = try source.connector.mediaCall(
                for: RemoteMedia(url: media.sourceURL ?? "", contentType: media.declaredType ?? ""), at: source.subject)
        } catch {
            throw MediaFailure(error.code, error.explanation, mayPass: error.disposition != .giveUp)
        }
        call.timeout = Self.timeout
        call.maximumReplyBytes = min(Self.mostBytes, source.connector.capabilities.media.mostBytesFetched)
        let draft: MediaDraft
        do {
            draft = MediaDraft(try blobs.draft(media.id.blobName), mostBytes: call.maximumReplyBytes)
        } catch { throw Self.notKept }
        defer { draft.discard() }
        _ = try await MediaFetch(over: desk.downloads(source.subject.app, source.connector, for: source.connection))
            .fetch(call, to: draft)
        let contents: MediaDraft.Contents
        do {
            contents = try await draft.finish { MediaType.accepted.contains($0.type) }
        } catch let failure as MediaFailure { throw failure } catch { throw Self.notKept }
        try await scan.pass(media.id.blobName)
        return contents
    }

    private struct Source {
        let connection: ID<Connection>
        let connector: any FetchesMedia
        let subject: OpenConnection
    }

    private func source(of media: Media) async throws(MediaFailure) -> Source {
        let opened: PlatformDesk.Opened?
        do {
            let message = try await store.read { transaction in
                try media.message.flatMap { try transaction.message($0) }
            }
            if let message { opened = try await desk.open(message.connection) } else { opened = nil }
        } catch {
            throw MediaFailure("notKept", "The store could not be read.", mayPass: true)
        }
        guard let opened, let connector = opened.connector as? any FetchesMedia else {
            throw MediaFailure("notFetchable", "The connection it came over is gone, or brings no files.")
        }
        return Source(connection: opened.connection.id, connector: connector, subject: opened.subject)
    }

    private static let notKept = MediaFailure("notKept", "The file could not be kept here.", mayPass: true)

    private func record(
        _ result: Result<MediaDraft.Contents, MediaFailure>, of id: ID<Media>, _ fetch: DueFetch,
        in transaction: any StoreTransaction
    ) throws {
        // Erased meanwhile: the clean-up takes the bytes.
        guard var media = try transaction.media(id), media.state == .pending else { return }
        switch result {
        case .success(let contents):
            (media.type, media.byteCount, media.hash) = (contents.type.rawValue, contents.byteCount, contents.hash)
            (media.state, media.reason) = (.ready, nil)
            try transaction.deleteFetch(of: id)
        case .failure(let failure):
            media.reason = failure.reason
            if failure.mayPass, fetch.tries <= Self.waits.count {
                var fetch = fetch
                fetch.isLeased = false
                fetch.dueAt = surroundings.clock.now + Self.waits[fetch.tries - 1]
                try transaction.update(fetch)
            } else {
                media.state = .failed
                try transaction.deleteFetch(of: id)
            }
        }
        try transaction.update(media)
        guard media.state != .pending, let message = try media.message.flatMap({ try transaction.message($0) }) else {
            return
        }
        try transaction.append(
            Event(
                .messageMediaChanged, at: surroundings.clock.now, contactPoint: message.contactPoint,
                conversation: message.conversation, message: message.id, value: media.state.rawValue))
    }
}
