public import GatewayModel

/// How many units (segments, for a phone number) may be sent in a day.
public enum SendingCap: Sendable, Equatable {
    case unlimited
    case units(Int)

    /// What a user or key may send for which nobody has set anything: enough for most, and not a fortune.
    static let standardForPrincipals = SendingCap.units(10_000)

    var most: Int { if case .units(let most) = self { most } else { .max } }
}

/// Whose sends are counted.
public enum SpendingSubject: Sendable, Hashable, CustomStringConvertible {
    case contactPoint(ContactPointID)
    /// A user or a key, by its name.
    case principal(String)

    public var description: String {
        switch self {
        case .contactPoint(let id): "contact-point/\(id)"
        case .principal(let name): name
        }
    }

    var standard: SendingCap {
        switch self {
        case .contactPoint: .unlimited
        case .principal: .standardForPrincipals
        }
    }
}

/// What is left of a day, for everybody whose cap a send counts against.
struct Allowance {
    /// One of them.
    struct Meter: Equatable {
        let subject: SpendingSubject
        let cap: SendingCap
        let spent: Int
    }

    let day: Int
    let meters: [Meter]
    /// What was taken since.
    private(set) var taken = 0

    init(day: Int, meters: [Meter]) {
        self.day = day
        self.meters = meters
    }

    /// Takes the units of one message, all or none.
    ///
    /// - Returns: the meter that has not so many left; `nil` where they were taken.
    mutating func take(_ units: Int) -> Meter? {
        if let full = meters.first(where: { $0.cap.most - taken - units < $0.spent }) {
            return Meter(subject: full.subject, cap: full.cap, spent: full.spent + taken)
        }
        taken += units
        return nil
    }

    /// How many units are left; `nil` for any number.
    var left: Int? {
        let least = meters.filter { $0.cap != .unlimited }.map { $0.cap.most - $0.spent - taken }.min()
        return least.map { max(0, $0) }
    }
}
