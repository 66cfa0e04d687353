import ConnectorKit

/// One part, whatever is in it: a visitor sees a message as it was written.
enum WebChatPlan {
    static func parts(of message: OutboundMessage, within capabilities: Capabilities) throws(SendFailure) -> [Part] {
        let text = message.text.flatMap { $0.isEmpty ? nil : $0 }
        guard text != nil || !message.media.isEmpty else {
            throw SendFailure(
                code: "emptyMessage", disposition: .giveUp,
                explanation: "There is nothing to send: no text and no file.")
        }
        guard (text ?? "").utf16.count <= capabilities.text.perPart else {
            throw SendFailure(
                code: "tooLong", disposition: .giveUp,
                explanation: "A message in web chat has at most \(capabilities.text.perPart) characters.")
        }
        guard message.media.count <= capabilities.maximumMedia else {
            throw SendFailure(
                code: "tooManyFiles", disposition: .giveUp,
                explanation: "A message in web chat carries at most \(capabilities.maximumMedia) files.")
        }
        return [Part(text: text, media: message.media)]
    }
}
