/// A document that is too long to be held: made piece by piece, each in a short read of its own, so that a slow reader
/// holds no snapshot.
public struct LongDocument: Sendable {
    /// Makes the next piece.
    public typealias Reading = @Sendable (any StoreTransaction) throws -> Piece

    private let beginning: Reading

    /// A stretch of it, and how to go on.
    public struct Piece: Sendable {
        public let bytes: [UInt8]
        /// `nil` at the end.
        public let rest: Reading?

        public init(bytes: [UInt8], rest: Reading?) {
            self.bytes = bytes
            self.rest = rest
        }
    }

    public init(_ beginning: @escaping Reading) {
        self.beginning = beginning
    }

    /// Writes the document down, by turns: a piece is read when the sink has taken the one before.
    ///
    /// - Parameter permitted: asked in the transaction of each piece; where it throws, the document breaks off.
    public func write(
        from store: any Store, permitted: @escaping @Sendable (any StoreTransaction) throws -> Void = { _ in },
        to sink: ([UInt8]) async throws -> Void
    ) async throws {
        var next: Reading? = beginning
        while let reading = next {
            let piece = try await store.read { transaction in
                try permitted(transaction)
                return try reading(transaction)
            }
            if !piece.bytes.isEmpty { try await sink(piece.bytes) }
            next = piece.rest
        }
    }
}
