import ConnectorKit
import GatewayModel

/// Splits a message into the calls it takes.
enum SMSPlan {
    /// Twilio, create a message: a body of more than 1600 characters is refused (21617). Whatever a provider calls a
    /// character, there are never more of them than UTF-16 code units.
    static let textLimit = TextLimit(perPart: 1600, maximumParts: 10)

    /// Twilio, create a message: up to ten media addresses.
    static let maximumMedia = 10

    /// Twilio, accepted content types for media: JPEG, PNG and GIF are fitted to the carrier; the other types of its list
    /// are taken as they are. These are the ones of the list whose first bytes tell what they are. All files of a message
    /// together: 5 MB. Twilio, create a message, `MediaUrl`: 5 MB for a file of the first three types, 500 KB for the
    /// others. No page gives a limit for what a customer sends; the one here is ours.
    static let mediaLimits: MediaLimits = {
        let (fitted, asTheyAre) = (5_000_000, 500_000)
        return MediaLimits(
            mostBytesByType: [
                "image/jpeg": fitted, "image/png": fitted, "image/gif": fitted, "image/bmp": asTheyAre,
                "video/mp4": asTheyAre, "video/webm": asTheyAre, "audio/mpeg": asTheyAre, "audio/ogg": asTheyAre,
                "application/pdf": asTheyAre, "text/vcard": asTheyAre,
            ], mostBytesTogether: fitted, mostBytesFetched: 5 << 20)
    }()

    static func parts(of message: OutboundMessage) throws(SendFailure) -> [Part] {
        guard let recipient = PhoneAddress(message.to.value), recipient.canReceive, message.to.kind == .phone else {
            throw SendFailure(
                code: "invalidRecipient", disposition: .giveUp,
                explanation: "Messages go to a phone number with its country code or to a short code only.")
        }
        guard let texts = textLimit.split(message.text ?? "") else { throw textTooLong }
        let files = chunks(of: message.media)
        guard !texts.isEmpty || !files.isEmpty else {
            throw SendFailure(
                code: "emptyMessage", disposition: .giveUp, explanation: "The message has neither text nor media.")
        }
        // The first files travel with the first text, so that the two are seen together; the others follow.
        let first = part(texts.first, files.first ?? [])
        let parts = [first] + texts.dropFirst().map { part($0, []) } + files.dropFirst().map { part(nil, $0) }
        guard parts.count <= textLimit.maximumParts else {
            throw SendFailure(
                code: "tooManyMedia", disposition: .giveUp,
                explanation: "With so many files the message would take more than \(textLimit.maximumParts) messages.")
        }
        return parts
    }

    /// With media it is one MMS, whatever the length of its text: carriers count MMS by the piece. Without, each
    /// segment counts.
    private static func part(_ text: String?, _ media: [RemoteMedia]) -> Part {
        let segments = media.isEmpty ? SegmentCount(of: text ?? "").segments : 1
        return Part(text: text, media: media, units: max(1, segments))
    }

    private static func chunks(of media: [RemoteMedia]) -> [[RemoteMedia]] {
        stride(from: 0, to: media.count, by: maximumMedia).map { start in
            Array(media[start..<min(start + maximumMedia, media.count)])
        }
    }

    private static var textTooLong: SendFailure {
        SendFailure(
            code: "textTooLong", disposition: .giveUp,
            explanation: "The text is longer than \(textLimit.maximumParts) messages of \(textLimit.perPart) "
                + "characters. Shorten it, or send it as several.")
    }
}
