import GatewayModel

/// What became of a call that the gateway made of its own public URL, where platforms call it.
public enum Reachability: Sendable, Hashable {
    /// Nobody has tried.
    case untried
    /// It came in here.
    case arrives
    /// Nothing came back. That may lie with the gateway's own network, for not every one leads back to itself.
    case noAnswer(String)
    /// It cannot have come in here: the name is not known, the certificate is not good, or somebody else answers. The
    /// word is a sentence for a person.
    case elsewhere(String)
}

extension ChecklistItem {
    /// Whether platforms reach the gateway. Its finding is ``ConnectionFacts/reachabilityFinding``; the gateway tries only
    /// for checklists that have this item.
    public static let reachability = ChecklistItem(id: "reachability", title: "Reachability")
}

extension ConnectionFacts {
    /// What the call of the public URL tells. Where messages come in all the same, no answer is no fault.
    public var reachabilityFinding: Finding {
        switch reachability {
        case .untried: return Finding(.unknown, "Nobody has called the public URL yet.")
        case .arrives: return Finding(.green, "A call of the public URL arrives at the gateway.")
        case .elsewhere(let why):
            return Finding(
                .red, "A call of the public URL does not arrive at the gateway: \(why)",
                advice: "Check the setting public.url, the name's address, its certificate, and what stands before the "
                    + "gateway: everything below /hooks/ must be passed on.")
        case .noAnswer(let why):
            if let lastInbound, now - lastInbound < .seconds(24 * 3600) {
                return Finding(
                    .green,
                    "Messages arrive. A call of our own gets no answer, as in a network that does not lead back "
                        + "to itself: \(why)")
            }
            return Finding(
                .yellow, "A call of the public URL gets no answer: \(why)",
                advice: "Try it from outside. Some networks do not lead back to themselves; then nothing is wrong, and "
                    + "this is green again once a message has come in.")
        }
    }
}
