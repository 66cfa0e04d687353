/// The bytes of a part's files, read piece by piece: a platform that wants them uploaded is sent no address.
public protocol PartFiles: Sendable {
    /// How many bytes the file has that stands at this place in ``Part/media``.
    ///
    /// - Throws: ``SendFailure``, not sent: the file is gone, or cannot be read at the moment.
    func byteCount(at place: Int) async throws(SendFailure) -> Int

    /// A piece of it; fewer bytes at its end.
    ///
    /// - Throws: as ``byteCount(at:)``
    func read(at place: Int, from offset: Int, limit: Int) async throws(SendFailure) -> [UInt8]
}

/// For a part without files.
public struct NoFiles: PartFiles {
    public init() {}

    /// There is none.
    public func byteCount(at place: Int) async throws(SendFailure) -> Int { throw Self.missing }

    /// There is none.
    public func read(at place: Int, from offset: Int, limit: Int) async throws(SendFailure) -> [UInt8] {
        throw Self.missing
    }

    private static let missing = SendFailure(
        code: "mediaMissing", disposition: .giveUp, explanation: "The file is not there any more.")
}
