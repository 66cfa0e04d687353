public import Signing

/// Brings everything that is sealed under one key, while a gateway goes on reading and writing it.
public struct Resealing: Sendable {
    private static let batch = 50

    private let store: any Store
    private let keys: [SealingKey]

    /// - Parameter keys: the first is the one that everything shall be sealed with; the others may have sealed it.
    public init(_ store: any Store, keys: [SealingKey]) {
        self.store = store
        self.keys = keys
    }

    public struct Count: Sendable, Equatable {
        public var resealed = 0
        /// Seals that no key opens. They are left as they are.
        public var closed = 0
    }

    /// Goes once through every place, in small transactions. What somebody changed meanwhile is found by another pass.
    public func pass() async throws -> Count {
        var count = Count()
        for place in SealedPlace.allCases {
            var last: Int64 = 0
            while true {
                let rows = try await store.read { [last] in
                    try $0.sealed(in: place, after: last, limit: Self.batch)
                }
                guard let end = rows.last?.id else { break }
                last = end
                let old = rows.filter { !keys[0].made($0.sealed) }
                let opened = old.compactMap { row -> (id: Int64, old: [UInt8], new: [UInt8])? in
                    let name = place.name(of: row.id)
                    guard let plain = keys.lazy.compactMap({ $0.open(row.sealed, for: name) }).first else { return nil }
                    return (row.id, row.sealed, keys[0].seal(plain, for: name))
                }
                count.closed += old.count - opened.count
                guard !opened.isEmpty else { continue }
                count.resealed += try await store.write { transaction in
                    try opened.count { try transaction.replace($0.old, with: $0.new, in: place, id: $0.id) }
                }
            }
        }
        return count
    }
}
