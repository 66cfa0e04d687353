public import GatewayModel

/// What the gateway itself knows of a connection's health.
public struct ConnectionFacts: Sendable, Equatable {
    public var now: Timestamp
    /// How the connection sends.
    public var sendingMode: SendingMode
    /// What sends in its place, where it does not send itself and names one that does.
    public var divertsTo: Address?
    /// When a customer's message was last taken in.
    public var lastInbound: Timestamp?
    /// Who wrote it.
    public var lastCustomer: Address?
    /// Webhook requests of the app whose signature failed since the last that was genuine.
    public var rejectedWebhooks: Int
    public var lastRejected: Timestamp?
    /// When a challenge of the app was last answered (``AnswersChallenges``).
    public var lastChallenge: Timestamp?
    /// Of the messages that were accepted between ten minutes and a day ago, the latest 500 at most.
    public var accepted: Int
    /// Those of them of which nothing has been heard since the platform took them.
    public var silent: Int
    /// How often each of the platform's failure codes came in that time, and of messages that wait to be tried again.
    public var failures: [String: Int]
    /// Messages that wait to leave; counted to 10,000.
    public var queued: Int
    /// Until when the platform or the pace holds everything up.
    public var heldUpUntil: Timestamp?
    /// Whether the gateway's public URL leads to it.
    public var reachability: Reachability

    public init(
        now: Timestamp, sendingMode: SendingMode = .standard, divertsTo: Address? = nil, lastInbound: Timestamp? = nil,
        lastCustomer: Address? = nil, rejectedWebhooks: Int = 0, lastRejected: Timestamp? = nil,
        lastChallenge: Timestamp? = nil, accepted: Int = 0, silent: Int = 0, failures: [String: Int] = [:],
        queued: Int = 0,
        heldUpUntil: Timestamp? = nil, reachability: Reachability = .untried
    ) {
        self.now = now
        self.sendingMode = sendingMode
        self.divertsTo = divertsTo
        self.lastInbound = lastInbound
        self.lastCustomer = lastCustomer
        self.rejectedWebhooks = rejectedWebhooks
        self.lastRejected = lastRejected
        self.lastChallenge = lastChallenge
        self.accepted = accepted
        self.silent = silent
        self.failures = failures
        self.queued = queued
        self.heldUpUntil = heldUpUntil
        self.reachability = reachability
    }
}

// Findings that are the same on every platform.
extension ConnectionFacts {
    /// Whether webhooks verify.
    ///
    /// - Parameter secret: what the platform signs with, by the name that its console gives it.
    public func signatureFinding(secret: String) -> Finding {
        guard rejectedWebhooks > 0 else { return Finding(.green, "No signature has failed since the last good one.") }
        return Finding(
            rejectedWebhooks < 3 ? .yellow : .red,
            "\(rejectedWebhooks) webhook requests in a row had a wrong signature.",
            advice: "Was the \(secret) replaced, or is the gateway's public URL not the one that is called? Enter the "
                + "current \(secret), then verify the requests in quarantine again.")
    }

    /// When somebody last wrote. A quiet line is no fault: only never is worth a look.
    public var inboundFinding: Finding {
        guard let lastInbound else {
            return Finding(
                .yellow, "No message has come in yet.", advice: "Write to this address once to see that it works.")
        }
        return Finding(.green, "The last message came in \(Self.words(now - lastInbound)) ago.")
    }

    /// Whether delivery reports come back.
    public var reportFinding: Finding {
        guard accepted > 0 else {
            return Finding(.green, "Nothing was sent between ten minutes and a day ago, so no report is missing.")
        }
        if silent == accepted && accepted >= 3 {
            return Finding(
                .red, "Of none of \(accepted) messages sent in the last day has a report come.",
                advice: "The platform may not reach the gateway: check the public URL and what stands before it.")
        }
        if silent * 2 > accepted {
            return Finding(
                .yellow, "Of \(silent) of \(accepted) messages sent in the last day no report has come.",
                advice: "Some recipients' networks report nothing. If it was otherwise before, check the public URL.")
        }
        return Finding(.green, "Reports came for \(accepted - silent) of \(accepted) messages sent in the last day.")
    }

    /// Whether there is something to send from.
    public var diversionFinding: Finding {
        let why =
            switch sendingMode {
            case .standard: ""
            case .incomingOnly: "It is incoming only"
            case .blockedOutbound: "The carrier lets nothing out from it"
            }
        guard sendingMode != .standard else { return Finding(.green, "It sends and receives; nothing is diverted.") }
        guard let divertsTo else {
            return Finding(
                .red, "\(why), and nothing sends in its place: whoever wrote to it cannot be answered.",
                advice: "Name a standard connection of this contact point that it diverts to.")
        }
        return Finding(.green, "\(why); answers leave from \(divertsTo.value).")
    }

    /// Whether messages leave as fast as they come.
    public var queueFinding: Finding {
        if let heldUpUntil, heldUpUntil - now > .seconds(60) {
            return Finding(
                .yellow, "Sending is held up for another \(Self.words(heldUpUntil - now)); \(queued) messages wait.",
                advice: "The platform asked for it, or the pace set here is slower than what is sent.")
        }
        if queued >= 1000 {
            return Finding(
                .yellow, "\(queued >= 10_000 ? "10,000 or more" : String(queued)) messages wait to leave.",
                advice: "If the number has a higher limit at the platform, raise the connection's pace.")
        }
        return Finding(.green, queued == 1 ? "1 message waits to leave." : "\(queued) messages wait to leave.")
    }

    private static func words(_ duration: Duration) -> String {
        let minutes = max(0, duration.milliseconds / 60_000)
        switch minutes {
        case ..<120: return "\(minutes) min"
        case ..<2880: return "\(minutes / 60) hours"
        default: return "\(minutes / 1440) days"
        }
    }
}
