public import ConnectorKit
public import GatewayModel

/// The connectors this program was built with.
public struct InstalledConnectors: Sendable {
    /// In the order in which they were installed, in which people see them, too.
    public let all: [any Connector]
    private let byPlatform: [Platform: any Connector]
    /// Platforms that there is no connector for.
    public let announced: [AnnouncedPlatform]

    public init(_ connectors: [any Connector], announced: [AnnouncedPlatform] = []) {
        all = connectors
        self.announced = announced
        byPlatform = Dictionary(uniqueKeysWithValues: connectors.map { ($0.platform, $0) })
    }

    public subscript(platform: Platform) -> (any Connector)? { byPlatform[platform] }

    /// The connector of a platform that somebody named.
    func require(_ platform: Platform) throws -> any Connector {
        guard let connector = byPlatform[platform] else {
            let known = all.map(\.platform.rawValue).joined(separator: ", ")
            throw Refusal.invalid("platform", "there is no connector \"\(platform)\"; installed: \(known).")
        }
        return connector
    }
}
