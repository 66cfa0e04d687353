import GatewayModel

/// X's ids have the moment in them at which they were made.
enum TwitterSnowflake {
    /// X, "Twitter IDs": milliseconds since November 2010 above the lowest 22 bits. `nil` for what is no such id.
    static func moment(of id: String) -> Timestamp? {
        guard TwitterAddress.isID(id), let number = Int64(id), number >> 22 > 0 else { return nil }
        return Timestamp(milliseconds: (number >> 22) + 1_288_834_974_657)
    }
}
