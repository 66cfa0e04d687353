/// Which phones have told which numbers to stop, and what Twilio or the network answers them.
struct OptOutRegister {
    /// What a text from a phone did, apart from being delivered to the webhook.
    struct Effect: Equatable {
        /// `STOP`, `START` or `HELP`.
        var keyword: String?
        /// Sent to the phone, and in no message log.
        var reply: String?
    }

    private struct Pair: Hashable {
        let sender: String
        let phone: String
    }

    private var optedOut: Set<Pair> = []

    /// - Parameter sender: a number, or the sid of the Messaging Service whose whole pool shares opt-outs.
    func contains(sender: String, phone: String) -> Bool {
        optedOut.contains(Pair(sender: sender, phone: phone))
    }

    /// Reads an inbound text. Only a body that **is** a keyword counts; "Stop please" does not.
    mutating func hear(_ body: String, phone: String, sender: String, number: MockNumber) -> Effect {
        let word = body.trimmingASCIIWhitespace.uppercased()
        if number.kind == .tollFree { return hearOnTollFree(word, Pair(sender: sender, phone: phone)) }
        guard number.optOutHandling != .off else { return Effect() }
        return hearAsTwilio(word, Pair(sender: sender, phone: phone))
    }

    private mutating func hearAsTwilio(_ word: String, _ pair: Pair) -> Effect {
        if Self.stopWords.contains(word) {
            // Who has already stopped gets no second confirmation.
            return Effect(keyword: "STOP", reply: optedOut.insert(pair).inserted ? Self.stopReply : nil)
        }
        if Self.startWords.contains(word) {
            return Effect(keyword: "START", reply: optedOut.remove(pair) != nil ? Self.startReply : nil)
        }
        if Self.helpWords.contains(word) { return Effect(keyword: "HELP", reply: Self.helpReply) }
        return Effect()
    }

    /// The toll-free network does this outside Twilio, for everybody, with fewer words.
    private mutating func hearOnTollFree(_ word: String, _ pair: Pair) -> Effect {
        switch word {
        case "STOP":
            optedOut.insert(pair)
            return Effect(keyword: "STOP", reply: Self.networkStopReply)
        case "START", "UNSTOP":
            optedOut.remove(pair)
            return Effect(keyword: "START", reply: Self.networkStartReply(word.lowercased()))
        default:
            return Effect()
        }
    }

    // Twilio's defaults; OPTOUT and REVOKE since 2025.
    private static let stopWords: Set = [
        "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE",
    ]
    private static let startWords: Set = ["START", "YES", "UNSTOP"]
    private static let helpWords: Set = ["HELP", "INFO"]

    private static let stopReply =
        "You have successfully been unsubscribed. You will not receive any more messages from this number. "
        + "Reply START to resubscribe."
    private static let startReply =
        "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
        + "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
    private static let helpReply = "Reply STOP to unsubscribe. Msg&Data Rates May Apply."

    private static let networkStopReply =
        "NETWORK MSG: You replied with the word \"stop\" which blocks all texts sent from this number. "
        + "Text back \"unstop\" to receive messages again."

    private static func networkStartReply(_ word: String) -> String {
        "NETWORK MSG: You have replied \"\(word)\" and will begin receiving messages again from this number."
    }
}

extension String {
    fileprivate var trimmingASCIIWhitespace: String {
        let isBlank: (Character) -> Bool = { $0.isASCII && $0.isWhitespace }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
