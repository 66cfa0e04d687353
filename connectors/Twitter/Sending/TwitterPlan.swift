import ConnectorKit
import GatewayModel

/// Splits a message into the calls it takes: each carries a text, a file, or both.
enum TwitterPlan {
    /// X: 10,000 characters. Whatever it calls a character, there are never more than UTF-16 code units.
    static let textLimit = TextLimit(perPart: 10_000, maximumParts: 4)

    /// X: one file a message. How many make a message of ours is ours to say.
    static let maximumMedia = 4

    /// X: pictures of 5 MB, moving ones of 15; films may be much longer than what is taken here.
    static let mediaLimits = MediaLimits(
        mostBytesByType: [
            "image/jpeg": 5_000_000, "image/png": 5_000_000, "image/gif": 15_000_000, "video/mp4": 25_000_000,
        ], mostBytesTogether: 100_000_000, mostBytesFetched: 25 << 20)

    /// How fast X is called where no limit holds us up. The limits themselves, 15 in 15 minutes for most, come with its
    /// answers, and are kept to the second.
    static let pacing = Pacing(unitsPerSecond: 5, burst: 5)

    /// X: 20 options, of which each has a label of 36 characters, a description of 72, and 1,000 for programs.
    static let quickReplies = QuickReplyLimit(most: 20, label: 36, description: 72, value: 1000)

    static func parts(of message: OutboundMessage) throws(SendFailure) -> [Part] {
        guard message.to.kind == TwitterAddress.kind, TwitterAddress.isID(message.to.value) else {
            throw SendFailure(
                code: "invalidRecipient", disposition: .giveUp,
                explanation: "Messages go to accounts of X only, by their numbers.")
        }
        guard let texts = textLimit.split(message.text ?? "") else {
            throw SendFailure(
                code: "textTooLong", disposition: .giveUp,
                explanation: "The text is longer than \(textLimit.maximumParts) messages of \(textLimit.perPart) "
                    + "characters. Shorten it, or send it as several.")
        }
        guard !texts.isEmpty || !message.media.isEmpty else {
            throw SendFailure(
                code: "emptyMessage", disposition: .giveUp, explanation: "The message has neither text nor media.")
        }
        var parts = texts.map { Part(text: $0) }
        for (place, file) in message.media.enumerated() {
            // The first file goes along with the words before it.
            let words = place == 0 ? parts.popLast()?.text : nil
            parts.append(Part(text: words, media: [file]))
        }
        // Under the end of the text, also where a file goes along with it.
        if !message.quickReplies.isEmpty, let place = parts.lastIndex(where: { $0.text != nil }) {
            parts[place] = Part(
                text: parts[place].text, media: parts[place].media, quickReplies: message.quickReplies)
        }
        guard parts.count <= textLimit.maximumParts else {
            throw SendFailure(
                code: "tooManyMedia", disposition: .giveUp,
                explanation: "With so many files the message would take more than \(textLimit.maximumParts) messages.")
        }
        return parts
    }
}
