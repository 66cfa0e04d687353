import ConnectorKit
import GatewayModel

/// Splits a message into the calls it takes: each carries a text or one file.
enum MessengerPlan {
    /// Meta, Send API: 2,000 characters. Whatever it calls a character, there are never more than UTF-16 code units.
    static let textLimit = TextLimit(perPart: 2000, maximumParts: 10)

    static let maximumMedia = 5

    /// Meta, attachments: 25 MB a file. How many make a message is ours to say.
    static let mediaLimits: MediaLimits = {
        let most = 25_000_000
        return MediaLimits(
            mostBytesByType: [
                "image/jpeg": most, "image/png": most, "image/gif": most, "video/mp4": most, "audio/mpeg": most,
                "audio/ogg": most, "application/pdf": most,
            ], mostBytesTogether: most * maximumMedia, mostBytesFetched: 25 << 20)
    }()

    /// Meta, rate limits: 300 texts a second for a page, 10 with sound or film; beyond 40 it wants to be asked.
    static let pacing = Pacing(unitsPerSecond: 40, burst: 40)
    private static let unitsOfFile = 4

    /// Meta, quick replies: 13; titles are cut at 20 characters, so no longer ones are sent.
    static let quickReplies = QuickReplyLimit(most: 13, label: 20, value: 1000)

    static func parts(of message: OutboundMessage) throws(SendFailure) -> [Part] {
        guard message.to.kind == MessengerAddress.kind, MessengerAddress.isID(message.to.value) else {
            throw SendFailure(
                code: "invalidRecipient", disposition: .giveUp,
                explanation: "Messages go to customers of the page only, by the ids that Meta gives them.")
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
        let parts =
            texts.enumerated().map { index, text in
                Part(text: text, quickReplies: index == texts.count - 1 ? message.quickReplies : [])
            } + message.media.map { Part(text: nil, media: [$0], units: unitsOfFile) }
        guard parts.count <= textLimit.maximumParts else {
            throw SendFailure(
                code: "tooManyMedia", disposition: .giveUp,
                explanation: "With so many files the message would take more than \(textLimit.maximumParts) messages.")
        }
        return parts
    }
}
