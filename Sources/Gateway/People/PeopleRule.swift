public import GatewayModel
public import Signing

/// What whoever runs the machine has settled about people and their log-ins.
public struct PeopleRule: Sendable {
    /// Where the control panel is, without a slash at the end; links in mails lead there.
    public var panelURL: String
    /// How long a session may lie unused, and how long it may last.
    public var idleSessions = Duration.seconds(12 * 3600)
    public var longestSessions = Duration.seconds(7 * 24 * 3600)
    public var secondFactor = Requirement.nobody
    /// What the hash of a password costs; `nil` for what is right today.
    public var passwordCost: Scrypt?

    public init(panelURL: String) {
        self.panelURL = panelURL
    }

    /// Who must have a second factor.
    public enum Requirement: String, Sendable, CaseIterable {
        case nobody
        case administrators
        case everybody

        /// Whether it is asked of somebody with this level.
        public func holds(for level: PermissionLevel) -> Bool {
            switch self {
            case .nobody: false
            case .administrators: level == .administrator
            case .everybody: true
            }
        }
    }

    /// The page on which a password is set. What stands behind `#` no browser sends to anybody.
    func link(_ token: String) -> String { "\(panelURL)/panel/reset#\(token)" }
}
