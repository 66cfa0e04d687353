public import GatewayModel

/// A platform app with its secrets open: what a connector needs to verify and to call.
public struct AppAccess: Sendable {
    public let id: ID<PlatformApp>
    public let settings: [String: String]
    public let secrets: Secrets

    public init(id: ID<PlatformApp>, settings: [String: String], secrets: Secrets) {
        self.id = id
        self.settings = settings
        self.secrets = secrets
    }
}

/// A text that must not be seen: whatever describes, prints or reflects it shows a mask.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    public init(_ value: String) {
        self.value = value
    }

    /// The text itself, for the moment of signing or calling. Never to be stored, logged or put into an error.
    public func reveal() -> String { value }

    public var description: String { "‹secret›" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The secrets of an app; several under one key while a rotation lasts.
///
/// They stand under the keys of its settings schema, where somebody entered them, and under keys of the connector's own,
/// where the platform granted them (``ConnectingStep/granted``, ``HasChecklist/fix(_:of:over:)``).
public struct Secrets: Sendable, Equatable {
    private let values: [String: [Secret]]

    /// - Parameter values: under each key the current secret first, then those that are still honoured.
    public init(_ values: [String: [Secret]]) {
        self.values = values
    }

    /// Under which keys there is something.
    public var keys: Set<String> { Set(values.filter { !$0.value.isEmpty }.keys) }

    /// The one to call with.
    public func current(_ key: String) -> Secret? { values[key]?.first }

    /// Those to verify with, newest first.
    public func all(_ key: String) -> [Secret] { values[key] ?? [] }
}
