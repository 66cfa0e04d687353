import GatewayModel

/// When a send is tried again, when its outcome is asked for, and when it is given up.
public struct RetryRule: Sendable {
    /// The first wait of the back-off; it doubles up to ``longestWait``.
    public var firstWait: Duration
    public var longestWait: Duration
    /// A message older than this is not sent any more.
    public var longestLife: Duration
    /// How far apart the look-ups of a send of unknown outcome are.
    public var lookUpInterval: Duration
    /// How many look-ups must find nothing before the contact point's choice applies.
    public var lookUps: Int

    public init(
        firstWait: Duration = .seconds(2), longestWait: Duration = .seconds(600),
        longestLife: Duration = .seconds(24 * 3600), lookUpInterval: Duration = .seconds(60), lookUps: Int = 2
    ) {
        self.firstWait = firstWait
        self.longestWait = longestWait
        self.longestLife = longestLife
        self.lookUpInterval = lookUpInterval
        self.lookUps = lookUps
    }

    /// For how long a message may wait to leave.
    func life(of purpose: Message.Purpose) -> Duration {
        purpose == .stopConfirmation ? min(OptOutConfirmation.longestDelay, longestLife) : longestLife
    }

    /// Half of the doubled wait for certain, the other half by chance, so that many do not come back together.
    ///
    /// - Parameters:
    ///   - tries: how many have failed, from 1.
    ///   - chance: from 0 to 1.
    func wait(afterTries tries: Int, chance: Double) -> Duration {
        let doubled = Double(firstWait.milliseconds) * Double(1 << min(tries - 1, 20))
        let most = min(doubled, Double(longestWait.milliseconds))
        return .milliseconds(Int64(most / 2 + most / 2 * chance))
    }
}
