public import GatewayModel

/// The one gate that every message passes on its way out: when it is accepted, and again in the transaction that marks
/// each of its parts as being sent.
public enum SendGate {
    /// Why a message may not go, or `nil`.
    public static func refusal(
        of purpose: Message.Purpose, to customer: Address, at contactPoint: ContactPointID,
        in transaction: any StoreTransaction
    ) throws -> StatusReason? {
        guard let contactPoint = try transaction.contactPoint(contactPoint) else { return archived }
        return try refusal(of: purpose, to: customer, at: contactPoint, in: transaction)
    }

    /// The same, where the contact point has been read in this transaction.
    static func refusal(
        of purpose: Message.Purpose, to customer: Address, at contactPoint: ContactPoint,
        in transaction: any StoreTransaction
    ) throws -> StatusReason? {
        if contactPoint.archivedAt != nil { return archived }
        if isHeldBackByStopList(purpose),
            try transaction.stopEntry(for: customer, at: contactPoint.id)?.isStopped == true
        {
            return onStopList
        }
        return nil
    }

    /// The confirmation of a STOP is the only exemption there is.
    public static func isHeldBackByStopList(_ purpose: Message.Purpose) -> Bool {
        purpose != .stopConfirmation
    }

    public static let onStopList = StatusReason(
        code: "stopList", explanation: "The recipient is on the stop list of this contact point.")

    static let archived = StatusReason(
        code: "contactPointArchived", explanation: "The contact point is archived and sends nothing more.")
}
