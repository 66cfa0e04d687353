public import ConnectorKit
public import GatewayModel

/// The connectors this program was built with.
public struct InstalledConnectors: Sendable {
    private let byPlatform: [Platform: any Connector]
    /// Platforms that there is no connector for.
    public let announced: [AnnouncedPlatform]

    public init(_ connectors: [any Connector], announced: [AnnouncedPlatform] = []) {
        self.announced = announced
        byPlatform = Dictionary(uniqueKeysWithValues: connectors.map { ($0.platform, $0) })
    }

    public subscript(platform: Platform) -> (any Connector)? { byPlatform[platform] }

    /// In the order of their names.
    public var all: [any Connector] {
        byPlatform.values.sorted { $0.platform.rawValue < $1.platform.rawValue }
    }

    /// The connector of a platform that somebody named.
    func require(_ platform: Platform) throws -> any Connector {
        guard let connector = byPlatform[platform] else {
            let known = all.map(\.platform.rawValue).joined(separator: ", ")
            throw Refusal.invalid("platform", "there is no connector \"\(platform)\"; installed: \(known).")
        }
        return connector
    }
}
