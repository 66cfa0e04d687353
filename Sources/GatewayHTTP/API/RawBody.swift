import Gateway
import Hummingbird
import NIOCore
import Signing

/// A body as it comes, hashed on its way. JSON stands in the call, read; nothing is left of it here.
struct RawBody: Sendable {
    /// The media type in lower case, without parameters; empty where none was given.
    let type: String
    let declaredBytes: Int?
    let pieces: Pieces

    init(type: String, declaredBytes: Int?, _ body: Hummingbird.RequestBody) {
        self.type = type
        self.declaredBytes = declaredBytes
        pieces = Pieces(body: body, hash: HashStream())
    }

    var isJSON: Bool { type == "application/json" }

    /// SHA-256 of the whole body: of what was read before, or of the pieces. To be asked once, after the last.
    func hash(andRead body: [UInt8]) -> [UInt8] {
        body.withUnsafeBytes { pieces.hash.add($0) }
        return pieces.hash.finish()
    }

    /// Reads all of it and keeps nothing.
    ///
    /// - Throws: the refusal for another request's key, where it is more than any body that was answered.
    func skip(atMost most: Int) async throws {
        // JSON was read before, and a body that comes over the wire can be read once.
        guard !isJSON else { return }
        var count = 0
        for try await piece in pieces {
            count += piece.readableBytes
            guard count <= most else { throw RepeatableRequest.otherRequest }
        }
    }

    struct Pieces: AsyncSequence, Sendable {
        fileprivate let body: Hummingbird.RequestBody
        fileprivate let hash: HashStream

        func makeAsyncIterator() -> Iterator { Iterator(inner: body.makeAsyncIterator(), hash: hash) }

        struct Iterator: AsyncIteratorProtocol {
            fileprivate var inner: Hummingbird.RequestBody.AsyncIterator
            fileprivate let hash: HashStream

            mutating func next() async throws -> ByteBuffer? {
                let piece = try await inner.next()
                piece?.withUnsafeReadableBytes { hash.add($0) }
                return piece
            }
        }
    }
}
