/// Something that goes wrong on purpose.
public enum Fault: Sendable, Equatable {
    // For requests to the platform.

    /// Answered with this status and not carried out. `code` and `subcode` are the platform's own; `retryAfter` in
    /// seconds.
    case status(Int, code: Int? = nil, subcode: Int? = nil, retryAfter: Int? = nil)
    /// Carried out after this time.
    case slow(Duration)
    /// Carried out at once and answered after this time, so that a report may come before the answer.
    case answerLate(Duration)
    /// The connection closes; nothing was carried out.
    case cutBeforeAccepting
    /// The request **is** carried out, and the connection closes without an answer.
    case cutAfterAccepting

    // For messages on their way to the phone.

    /// The carrier does not deliver: the final status and the platform's code.
    case carrierRefuses(status: String, code: Int)

    // For webhooks.

    /// Delivered twice.
    case duplicate
    /// Delivered later; what comes after may overtake it.
    case delay(Duration)
    /// Held until the next webhook of the same kind has been delivered.
    case reorder
    /// Never delivered.
    case drop
    /// Signed with a wrong key.
    case wrongSignature
}
