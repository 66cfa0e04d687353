public import GatewayModel

/// What every part of the gateway stands on.
public struct Surroundings: Sendable {
    public let clock: any WallClock
    public let ids: IDGenerator
    public let connectors: InstalledConnectors
    public let numberingPlans: any NumberingPlans
    /// Where platforms reach us, without a slash at the end.
    public let publicURL: String
    /// Whether other processes make ids for the same store, by clocks of their own.
    public let sharesStore: Bool

    public init(
        clock: any WallClock, ids: IDGenerator, connectors: InstalledConnectors, numberingPlans: any NumberingPlans,
        publicURL: String, sharesStore: Bool = false
    ) {
        self.clock = clock
        self.ids = ids
        self.connectors = connectors
        self.numberingPlans = numberingPlans
        self.publicURL = publicURL
        self.sharesStore = sharesStore
    }

    /// The page that platforms send browsers back to, while something is connected.
    public var returnAddress: String { publicURL + "/connecting/returned" }

    /// The address of an app's webhook.
    public func webhookAddress(of app: PlatformApp, path: String) -> String {
        "\(publicURL)/hooks/\(app.platform)/\(app.endpoint)/\(path)"
    }
}
