/// How a batch of writes goes about its transaction.
///
/// Batches run beside each other as SERIALIZABLE, and PostgreSQL refuses one of two that could not have run one after
/// the other. The refused one is run again, with a pause that chance decides. What that costs grows with how often
/// batches meet, and they meet at the end of every index that grows there; so a batch that was refused twice waits for
/// the others and runs while nobody else writes, which nothing can refuse. That also tells a true duplicate from one
/// that somebody else made in between.
///
/// That is why a store has one writer unless told otherwise: on one machine two took twice as long for the same
/// messages, four three times, for they mostly ran into each other, while one commits everything that waits at once.
///
/// The turn is a lock of a table that holds nothing: taken by the first statement, it comes before the snapshot, which
/// an advisory lock inside the transaction would not.
enum PostgresTurn: Equatable {
    case besideOthers
    case alone

    /// Up to the savepoint of the first job.
    var begin: String {
        switch self {
        case .besideOthers:
            "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE writer_turn IN ROW SHARE MODE; SAVEPOINT job"
        case .alone:
            "BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE writer_turn IN EXCLUSIVE MODE; SAVEPOINT job"
        }
    }

    /// - Parameters:
    ///   - attempt: from 1.
    ///   - wanted: whether it has turned out that nothing else will do.
    /// - Returns: `nil` where it was tried often enough.
    static func of(attempt: Int, wanted: Bool) -> PostgresTurn? {
        switch attempt {
        case ...2: wanted ? .alone : .besideOthers
        case ...6: .alone
        default: nil
        }
    }

    /// How long to wait before an attempt.
    ///
    /// - Parameter chance: from 0 to 1.
    static func pause(before attempt: Int, chance: Double) -> Double {
        attempt < 2 ? 0 : Double(min(attempt, 4)) * 0.005 * chance
    }
}
