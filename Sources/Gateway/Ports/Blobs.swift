public import GatewayModel

/// Where the bytes of files are kept: beside the rows that tell what they are, or among them.
///
/// A blob is whole or not there. It appears with ``BlobDraft/finish()`` and never changes; once that has returned, it
/// is on the disk (fsync) and survives a crash of the process and of the machine.
public protocol Blobs: Sendable {
    /// Begins a blob. What is never finished is never seen.
    func draft(_ name: BlobName) throws -> any BlobDraft
    /// Reads a stretch; fewer bytes at the end, none behind it. `nil` where there is no such blob.
    func read(_ name: BlobName, from offset: Int, limit: Int) async throws -> [UInt8]?
    /// `nil` where there is no such blob.
    func byteCount(of name: BlobName) async throws -> Int?
    /// The bytes are gone when it returns. Not an error where there are none.
    func delete(_ name: BlobName) async throws
    /// In the order of their names, for the clean-up of what no row tells of.
    func names(after name: BlobName?, limit: Int) async throws -> [BlobName]
    /// Removes what is left of deleted blobs, and what somebody who is dead left unfinished: whatever has got no byte
    /// since that moment. Should somebody be alive after all, the blob cannot be finished any more.
    func removeAbandoned(before moment: Timestamp) async throws
}

/// Where an installation keeps its blobs: all of them in one place.
public enum BlobPlace: String, Sendable, Codable, CaseIterable {
    case folder
    case database
}

/// A blob while it is written.
public protocol BlobDraft: Sendable {
    /// Adds bytes at the end. Not from two places at once.
    func append(_ bytes: UnsafeRawBufferPointer) throws
    /// Makes the blob durable, and only then visible. In place of an older one of the same name.
    func finish() async throws
    /// Throws away what was written. Not an error after ``finish()``, which it does not undo.
    func discard()
}

/// The name of a blob: 1 to 64 characters `a`–`z`, `0`–`9` and `_`, so that it is a file's name everywhere.
public struct BlobName: Sendable, Hashable, Comparable, LosslessStringConvertible {
    public let description: String

    public init?(_ text: String) {
        guard (1...64).contains(text.utf8.count),
            text.utf8.allSatisfy({
                ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z"))
                    || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
                    || $0 == UInt8(ascii: "_")
            })
        else { return nil }
        description = text
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}
