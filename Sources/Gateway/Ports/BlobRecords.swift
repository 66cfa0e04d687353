public import GatewayModel

/// Rows for the bytes of files, where they are kept in the database: a name points at a content, which is a list of
/// chunks, all of one size but the last.
///
/// A content is *loose* until a name points at it, and again when none does any more. So no transaction has to write or
/// remove all of it, and what a dead process left is found without a search.
public protocol BlobRecords {
    /// Where the files are kept; `nil` until the first start has said so.
    func blobPlace() throws -> BlobPlace?
    func setBlobPlace(_ place: BlobPlace) throws

    /// What the name points at.
    func blob(_ name: BlobName) throws -> StoredBlob?
    /// In their order.
    func blobNames(after name: BlobName?, limit: Int) throws -> [BlobName]
    /// In their order; those that are not there are left out.
    func chunks(of content: ID<BlobContent>, _ numbers: ClosedRange<Int>) throws -> [[UInt8]]

    /// Begins a content, which is loose.
    func insert(_ content: ID<BlobContent>) throws
    /// - Throws: ``StoreFailure`` where the content is not loose, or was given up.
    func insert(_ chunks: [[UInt8]], of content: ID<BlobContent>, from number: Int) throws
    /// Has the name point at a content that is loose. What it pointed at before is given up.
    ///
    /// - Throws: ``StoreFailure`` where the content is not loose, or was given up.
    func point(_ name: BlobName, at blob: StoredBlob) throws
    /// What it pointed at is given up.
    ///
    /// - Returns: that content; `nil` where there is no such name.
    func deleteBlob(_ name: BlobName) throws -> ID<BlobContent>?

    /// Loose contents that were given up or have ids below this one, the oldest first.
    func looseContents(below id: ID<BlobContent>, limit: Int) throws -> [ID<BlobContent>]
    /// Gives a loose content up and removes the first of its chunks, at most `limit`; itself with the last.
    ///
    /// - Returns: whether nothing is left to remove.
    func remove(_ content: ID<BlobContent>, chunks limit: Int) throws -> Bool
}

/// The bytes of one blob.
public enum BlobContent: Identified {
    public static let idPrefix = "blob"
}

/// What a name points at.
public struct StoredBlob: Sendable, Equatable {
    public let content: ID<BlobContent>
    public let byteCount: Int

    public init(content: ID<BlobContent>, byteCount: Int) {
        self.content = content
        self.byteCount = byteCount
    }
}
