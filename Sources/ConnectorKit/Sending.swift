public import GatewayModel

/// A message as a connector sees it when it plans.
public struct OutboundMessage: Sendable {
    public let text: String?
    public let media: [RemoteMedia]
    /// Within ``Capabilities/quickReplies``. They belong to the part with the end of the text.
    public let quickReplies: [QuickReply]
    public let to: Address
    public let from: Address

    public init(
        text: String?, media: [RemoteMedia] = [], quickReplies: [QuickReply] = [], to: Address, from: Address
    ) {
        self.text = text
        self.media = media
        self.quickReplies = quickReplies
        self.to = to
        self.from = from
    }
}

/// What one call to the platform carries.
public struct Part: Sendable, Hashable {
    public let text: String?
    public let media: [RemoteMedia]
    /// What it costs of the pace, in the platform's units (SMS: segments). At least 1.
    public let units: Int
    public let quickReplies: [QuickReply]

    public init(
        text: String?, media: [RemoteMedia] = [], units: Int = 1, quickReplies: [QuickReply] = []
    ) {
        self.text = text
        self.media = media
        self.units = units
        self.quickReplies = quickReplies
    }
}

/// Names a part of a message: `msg_01jd4q8k2m3n5.0`. Goes into callback addresses or metadata, so that a report
/// proves which send it belongs to.
public struct PartReference: Sendable, Hashable, LosslessStringConvertible {
    public let message: ID<Message>
    /// From 0.
    public let number: Int

    public init(message: ID<Message>, number: Int) {
        self.message = message
        self.number = number
    }

    public init?(_ text: String) {
        let pieces = text.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count == 2, let message = ID<Message>(String(pieces[0])), let number = Int(pieces[1]),
            (0..<1000).contains(number), String(number) == pieces[1]
        else { return nil }
        self.init(message: message, number: number)
    }

    public var description: String { "\(message).\(number)" }
}

/// A part on its way out.
public struct Dispatch: Sendable {
    public let part: Part
    public let reference: PartReference
    public let to: Address
    public let from: Address
    public let app: AppAccess
    public let connectionSettings: [String: String]
    /// The bytes of ``Part/media``, for a platform that wants them and not an address.
    public let files: any PartFiles
    /// The window that lets it out, the first of ``Capabilities/replyWindows`` that is open; `nil` where there are none.
    public let window: ReplyWindow?
    /// Where the platform may report: `<public URL>/hooks/<platform>/<endpoint>/<path>` for a route of ours.
    public let webhookAddress: @Sendable (_ path: String) -> String

    public init(
        part: Part, reference: PartReference, to: Address, from: Address, app: AppAccess,
        connectionSettings: [String: String], files: any PartFiles = NoFiles(), window: ReplyWindow? = nil,
        webhookAddress: @escaping @Sendable (String) -> String
    ) {
        self.part = part
        self.reference = reference
        self.to = to
        self.from = from
        self.app = app
        self.connectionSettings = connectionSettings
        self.files = files
        self.window = window
        self.webhookAddress = webhookAddress
    }
}

/// The platform's word that it accepted a part.
public struct SendReceipt: Sendable, Hashable {
    public let platformID: String
    /// For how long nothing more should be sent from this connection, by the platform's own word; `nil` where it said
    /// nothing of the kind.
    public let pause: Duration?

    public init(platformID: String, pause: Duration? = nil) {
        self.platformID = platformID
        self.pause = pause
    }
}

/// Why a part was not accepted, and what follows from it.
public struct SendFailure: Error, Sendable, Hashable {
    /// A stable word for programs, see ``StatusReason/code``.
    public let code: String
    public let disposition: Disposition
    public let certainty: Certainty
    public let platformCode: String?
    /// A sentence for a person: what is wrong and what to do. Never the message's text, never a secret.
    public let explanation: String

    public init(
        code: String, disposition: Disposition, certainty: Certainty = .notSent, platformCode: String? = nil,
        explanation: String
    ) {
        self.code = code
        self.disposition = disposition
        self.certainty = certainty
        self.platformCode = platformCode
        self.explanation = explanation
    }

    /// What to do about it.
    public enum Disposition: Sendable, Hashable {
        /// Try again: after the platform's own hint, or by back-off where it gave none.
        case retry(after: Duration?)
        /// No retry can help.
        case giveUp
        /// The recipient has opted out with the carrier: no retry, and the address goes on the stop list.
        case stopContact
        /// Our credentials are refused: the message is held, and so is everything else of the connection.
        case reconnect
    }

    /// Whether the platform may have the part all the same.
    public enum Certainty: Sendable, Hashable {
        /// The platform has not accepted the part.
        case notSent
        /// It may have.
        case unknown
    }

    /// A transport failure as a send failure: to be retried, as certain as the transport is.
    public init(_ failure: TransportFailure) {
        self.init(
            code: failure.kind == .addressRefused ? "addressRefused" : "unreachable",
            disposition: failure.kind == .addressRefused ? .giveUp : .retry(after: nil),
            certainty: failure.certainty, explanation: failure.explanation)
    }

    /// The same failure of a call that decides nothing about the part: a look-up leaves it as uncertain as it was, and
    /// what comes before the part is certainly not the part.
    public func with(_ certainty: Certainty) -> SendFailure {
        SendFailure(
            code: code, disposition: disposition, certainty: certainty, platformCode: platformCode,
            explanation: explanation)
    }

    public var reason: StatusReason {
        StatusReason(code: code, platformCode: platformCode, explanation: explanation)
    }
}
