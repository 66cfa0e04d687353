/// Whether customers may begin a conversation now, by the availability rules of a contact point and platform.
public struct AvailabilityStatus: Sendable, Equatable {
    public let isAvailable: Bool
    /// Why not, as a stable word for programs: `outsideHours`, `noAgents`; `nil` while it is available.
    public let reason: String?
    /// The same, in a sentence for a person.
    public let explanation: String?
    /// The next moment at which the rules may say otherwise by the clock alone; `nil` where only other things decide.
    public let nextChangeAt: Timestamp?

    public init(isAvailable: Bool, reason: String? = nil, explanation: String? = nil, nextChangeAt: Timestamp? = nil) {
        self.isAvailable = isAvailable
        self.reason = reason
        self.explanation = explanation
        self.nextChangeAt = nextChangeAt
    }

    /// What holds where no rule says otherwise.
    public static let always = AvailabilityStatus(isAvailable: true)
}
