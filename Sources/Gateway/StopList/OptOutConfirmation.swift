import GatewayModel

/// The gateway's own answers to STOP, START and HELP, where the carrier does not give them.
enum OptOutConfirmation {
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
