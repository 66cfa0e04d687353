public import GatewayModel

/// What administrators chose for clients that the gateway serves itself.
public protocol ClientSettingsRecords {
    func clientSettings(at contactPoint: ContactPointID, on platform: Platform) throws -> SavedClientSettings?
    func setClientSettings(
        _ settings: SavedClientSettings, at contactPoint: ContactPointID, on platform: Platform
    ) throws
}

/// A document as it was saved, and how often one was.
public struct SavedClientSettings: Sendable, Equatable {
    /// JSON.
    public let document: String
    public let version: Int64

    public init(document: String, version: Int64) {
        self.document = document
        self.version = version
    }
}
