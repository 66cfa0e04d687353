public import GatewayModel

/// When contact points send notifications, how much may be sent in a day, and how much was.
public protocol SendingRecords {
    /// `nil` for a contact point that sends at any time.
    func sendingWindow(of contactPoint: ContactPointID) throws -> WeeklyHours?
    func setSendingWindow(_ hours: WeeklyHours?, of contactPoint: ContactPointID) throws
    /// Makes every notification of the contact point due that waits for an opening, and forgets how long it would have
    /// waited.
    func endWaitForOpening(at contactPoint: ContactPointID, now: Timestamp) throws

    /// What was set for a subject; `nil` where nothing was.
    func sendingCap(of subject: String) throws -> SendingCap?
    func setSendingCap(_ cap: SendingCap?, of subject: String) throws
    /// How many units a subject has spent on a day, counted from 1970-01-01.
    func unitsSpent(by subject: String, on day: Int) throws -> Int
    /// Negative to give units back; never below zero.
    func spend(_ units: Int, by subject: String, on day: Int) throws
    /// The latest first.
    func daysOfSpending(by subject: String, limit: Int) throws -> [(day: Int, units: Int)]
    /// Notes that the cap was reached.
    ///
    /// - Returns: whether that is new for the day.
    func noteCapReached(by subject: String, on day: Int) throws -> Bool
    func deleteSpending(by subject: String, before day: Int) throws
}
