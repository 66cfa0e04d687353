public import GatewayModel

/// Files of messages, and which of them are still to be fetched. The bytes are kept by ``Blobs``.
public protocol MediaRecords {
    func insert(_ media: Media) throws
    func update(_ media: Media) throws
    func media(_ id: ID<Media>) throws -> Media?
    /// In their order.
    func media(of message: ID<Message>) throws -> [Media]
    /// In their order.
    func media(ofNotification id: ID<Notification>) throws -> [Media]
    /// Removes the rows, and what was still to be fetched; the bytes are left to the clean-up.
    func deleteMedia(of message: ID<Message>) throws
    /// Those whose bytes are here, in the order of their ids.
    func readyMedia(after id: ID<Media>?, limit: Int) throws -> [Media]
    /// Those that belong to no message or notification and have ids below this one, oldest first.
    func unusedUploads(below id: ID<Media>, limit: Int) throws -> [ID<Media>]
    func deleteMedia(_ id: ID<Media>) throws

    func insert(_ fetch: DueFetch) throws
    func update(_ fetch: DueFetch) throws
    /// The longest due first.
    func dueFetches(by now: Timestamp, limit: Int) throws -> [DueFetch]
    /// When the next one is due, leased or not.
    func nextFetchDue() throws -> Timestamp?
    /// What is leased is due now: at start, where nobody else can be at work.
    func takeBackFetches(at now: Timestamp) throws
    func deleteFetch(of media: ID<Media>) throws
}

/// A file that is still to be fetched.
public struct DueFetch: Sendable, Equatable {
    public let media: ID<Media>
    /// For one that is leased, when the lease runs out.
    public var dueAt: Timestamp
    public var isLeased: Bool
    /// How often it was begun.
    public var tries: Int

    public init(media: ID<Media>, dueAt: Timestamp, isLeased: Bool = false, tries: Int = 0) {
        self.media = media
        self.dueAt = dueAt
        self.isLeased = isLeased
        self.tries = tries
    }
}
