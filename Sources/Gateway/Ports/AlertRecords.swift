public import GatewayModel

/// Alerts that wait to be mailed, and how far readers of the event log have come.
public protocol AlertRecords {
    /// The position of the event that a reader has dealt with last; `nil` for one that never read.
    func position(ofReader name: String) throws -> Int64?
    func setPosition(_ position: Int64, ofReader name: String) throws
    /// It begins anew, as if it had never read.
    func forgetReader(_ name: String) throws

    func insert(_ alert: Alert) throws
    /// In the order in which they came.
    func alerts(limit: Int) throws -> [Alert]
    func deleteAlerts(_ ids: [ID<Alert>]) throws
    func deleteAllAlerts() throws

    func alertSubject(_ name: String) throws -> AlertSubject?
    func put(_ subject: AlertSubject) throws
    func deleteAllAlertSubjects() throws
}

/// Something that a person should know of.
public struct Alert: Sendable, Equatable, Identified {
    public static let idPrefix = "alr"

    public let id: ID<Alert>
    public let at: Timestamp
    /// What it is about, for example `connection/conn_…`: mails about it keep their distance.
    public let subject: String
    /// A few words, for a mail's subject.
    public let headline: String
    /// What happened, why, and what to do. Never a secret, never a message's text.
    public let text: String

    public init(id: ID<Alert>, at: Timestamp, subject: String, headline: String, text: String) {
        self.id = id
        self.at = at
        self.subject = subject
        self.headline = headline
        self.text = text
    }
}

/// What alerts are about, and what was said of it.
public struct AlertSubject: Sendable, Equatable {
    public let name: String
    /// What is wrong with it, as far as alerts have said.
    public var troubles: Set<String>
    /// When a mail about it was sent last.
    public var mailedAt: Timestamp?

    public init(name: String, troubles: Set<String> = [], mailedAt: Timestamp? = nil) {
        self.name = name
        self.troubles = troubles
        self.mailedAt = mailedAt
    }
}
