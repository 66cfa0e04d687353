import GatewayModel

/// The gateway's own answers to STOP, START and HELP, where the carrier does not give them.
enum OptOutConfirmation {
    /// A STOP is confirmed within this time or not at all.
    ///
    /// 47 CFR 64.1200(a)(12): within five minutes a confirmation counts as covered by the consent that was given before;
    /// later ones have to be justified, and none is better than that.
    static let longestDelay = Duration.seconds(300)

    static func text(for word: Message.Mark, at contactPoint: ContactPoint) -> String? {
        switch word {
        case .stop:
            contactPoint.optOut.stopReply
                ?? "\(contactPoint.label): You are unsubscribed and will get no more messages. Reply START to resubscribe."
        case .start:
            contactPoint.optOut.startReply
                ?? "\(contactPoint.label): You are subscribed again. Reply STOP to unsubscribe, HELP for help."
        case .help:
            contactPoint.optOut.helpReply
                ?? "\(contactPoint.label): Reply STOP to unsubscribe. Msg & data rates may apply."
        case .possibleOptOut, .settledAsOptOut, .settledAsNoOptOut:
            nil
        }
    }
}
