public import GatewayModel

/// A connection of ours with its app's secrets open: what a connector needs to ask the platform about it.
public struct OpenConnection: Sendable {
    public let address: Address
    public let app: AppAccess
    public let settings: [String: String]
    /// Where the platform reaches us: `<public URL>/hooks/<platform>/<endpoint>/<path>` for a route of ours.
    public let webhookAddress: @Sendable (_ path: String) -> String

    public init(
        address: Address, app: AppAccess, settings: [String: String] = [:],
        webhookAddress: @escaping @Sendable (String) -> String
    ) {
        self.address = address
        self.app = app
        self.settings = settings
        self.webhookAddress = webhookAddress
    }
}
