public import Gateway

/// A store as a program opens and closes it.
public protocol DatabaseStore: Store {
    /// The number that the database gave this process, for ``IDGenerator``; `nil` where it gives none.
    var nodeNumber: Int? { get }

    /// The greatest id there is, for ``IDGenerator``.
    func greatestID() throws -> Int64

    /// Waits for reads and writes under way and closes the database.
    func close() throws
}
