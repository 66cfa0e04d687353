/// What was written to the disk.
struct DiskUse: Sendable {
    var bytes = 0
    /// Transactions that became durable; each waits for one fsync of the write-ahead log.
    var commits = 0

    static func + (left: DiskUse, right: DiskUse) -> DiskUse {
        DiskUse(bytes: left.bytes + right.bytes, commits: left.commits + right.commits)
    }

    static func - (left: DiskUse, right: DiskUse) -> DiskUse {
        DiskUse(bytes: left.bytes - right.bytes, commits: left.commits - right.commits)
    }
}
