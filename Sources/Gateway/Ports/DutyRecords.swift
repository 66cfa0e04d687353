/// Who holds the duties (``Duty``).
public protocol DutyRecords {
    /// Those that somebody has held. What other versions of the program call duties is left out.
    func duties() throws -> [DutyRecord]
    func put(_ record: DutyRecord) throws
    /// The fence of a duty, 0 where nobody has held it. Whoever has read it here can be sure, if the transaction is
    /// committed, that whoever takes the duty comes after it.
    func fence(of duty: Duty) throws -> Int64
    /// Whether the store has a session of the process with this number.
    func isConnected(node: Int) throws -> Bool
}

/// Who holds a duty, and how it is seen that they live.
public struct DutyRecord: Sendable, Equatable {
    public let duty: Duty
    /// The number of a process; `nil` where the duty was given back.
    public var holder: Int?
    /// Goes up when the duty is taken.
    public var fence: Int64
    /// Goes up for as long as the holder lives.
    public var beat: Int64

    public init(_ duty: Duty, holder: Int? = nil, fence: Int64 = 0, beat: Int64 = 0) {
        self.duty = duty
        self.holder = holder
        self.fence = fence
        self.beat = beat
    }
}
