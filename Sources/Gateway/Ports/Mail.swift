public import GatewayModel

/// A mail to somebody.
public struct Mail: Sendable, Equatable {
    /// What the message's own id is made of: who sends the same mail again gives it the same one, so that a mailbox
    /// can tell. Letters, digits, `-`, `_` and `.`.
    public let reference: String
    /// In whose name it is sent; `nil` for the gateway's own.
    public let senderName: String?
    public let to: [MailAddress]
    public let subject: String
    public let text: String
    /// The same once more, for whoever reads mails with more than letters; `nil` for text alone.
    public let html: String?
    public let at: Timestamp

    public init(
        reference: String, senderName: String? = nil, to: [MailAddress], subject: String, text: String,
        html: String? = nil, at: Timestamp
    ) {
        self.reference = reference
        self.senderName = senderName
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.at = at
    }
}

/// Hands mails to a mail server.
public protocol MailSender: Sendable {
    /// Returns when the server has taken the mail for at least one of its recipients.
    ///
    /// A failure does not prove that it was not sent: the connection may have ended before the server's last word.
    func send(_ mail: Mail) async throws(MailFailure)
}

/// Why a mail was not taken.
public struct MailFailure: Error, Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// It may go well later, without anybody doing anything.
        case temporary
        /// Somebody has to change something: an address, a password, a certificate.
        case permanent
    }

    public let kind: Kind
    /// A sentence for a person. Never a password.
    public let explanation: String

    public init(_ kind: Kind, _ explanation: String) {
        self.kind = kind
        self.explanation = explanation
    }
}
