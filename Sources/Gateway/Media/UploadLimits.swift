/// What is taken of somebody who uploads files.
public struct UploadLimits: Sendable, Equatable {
    /// The most bytes of one file, by the type that its first bytes tell (`image/png`).
    let mostBytesByType: [String: Int]

    public init(_ mostBytesByType: [String: Int]) {
        self.mostBytesByType = mostBytesByType
    }

    /// The same for every type.
    public init(types: Set<String>, mostBytes: Int) {
        self.init(Dictionary(uniqueKeysWithValues: types.map { ($0, mostBytes) }))
    }

    public var types: Set<String> { Set(mostBytesByType.keys) }

    /// Of a file of which nobody can say yet what it is.
    public var mostBytes: Int { mostBytesByType.values.max() ?? 0 }

    /// Whether files of this type are taken at all.
    ///
    /// - Throws: ``MediaFailure`` where there are too many bytes for one of its type.
    func take(_ contents: MediaDraft.Contents) throws -> Bool {
        guard let most = mostBytesByType[contents.type.rawValue] else { return false }
        guard contents.byteCount <= most else { throw MediaFailure.tooLarge(contents.type, most) }
        return true
    }
}
