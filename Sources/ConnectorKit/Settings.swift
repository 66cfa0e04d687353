/// What an administrator fills in for a platform.
public struct SettingsSchema: Sendable {
    /// What people call the platform: `Facebook`.
    public var label: String
    /// Once for each app.
    public var app: [SettingsField]
    /// Once for each connection, beside its address.
    public var connection: [SettingsField]
    /// What a connection's address is called here: `phone number`, `page`.
    public var addressLabel: String

    public init(label: String, app: [SettingsField], connection: [SettingsField] = [], addressLabel: String) {
        self.label = label
        self.app = app
        self.connection = connection
        self.addressLabel = addressLabel
    }
}

/// One thing to fill in.
public struct SettingsField: Sendable {
    /// Its name in the API.
    public var key: String
    public var label: String
    public var help: String
    public var kind: Kind
    public var isRequired: Bool
    /// What applies when it is left out.
    public var standard: String?

    public init(
        key: String, label: String, help: String = "", kind: Kind, isRequired: Bool = true, standard: String? = nil
    ) {
        self.key = key
        self.label = label
        self.help = help
        self.kind = kind
        self.isRequired = isRequired
        self.standard = standard
    }

    /// What may be filled in.
    public enum Kind: Sendable, Equatable {
        /// A text that the whole of this regular expression matches; `nil` for any.
        case text(pattern: String?)
        /// Sealed when stored, never shown again.
        case secret
        /// An absolute http or https address without user, query and fragment.
        case url
        case choice([String])
    }
}
