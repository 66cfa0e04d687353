import Foundation

/// Looks for the wish to opt out in free text.
///
/// It blocks nothing: a person settles what it finds, so it rather finds too much than too little.
enum OptOutWish {
    static func isLikely(in text: String) -> Bool {
        let words = text.prefix(2000).lowercased().replacing("’", with: "'")
            .split { !($0.isLetter || $0.isNumber || $0 == "'") }
        guard words.contains(where: telling.contains) else { return false }
        let sentence = " " + words.joined(separator: " ") + " "
        if phrases.contains(where: { sentence.contains(" \($0) ") }) { return true }
        // "stop please", "just stop": a short message around the word itself.
        return words.count <= 3 && words.contains(where: { $0 == "stop" || $0 == "unsubscribe" })
    }

    /// Without one of these no phrase can match: most messages are done with after one look.
    private static let telling: Set<Substring> = [
        "stop", "unsubscribe", "remove", "opt", "optout", "text", "texts", "texting", "message", "messages",
        "messaging", "contact", "contacting", "alone", "quit", "list",
    ]

    private static let phrases = [
        "stop texting", "stop texts", "stop text", "stop the texts", "stop these texts", "stop messaging",
        "stop messages", "stop the messages", "stop these messages", "stop sending", "stop contacting", "stop writing",
        "stop spamming", "stop it", "stop this", "please stop", "pls stop", "plz stop", "quit texting",
        "quit messaging", "unsubscribe me", "please unsubscribe", "want to unsubscribe", "remove me",
        "remove my number", "take me off", "off your list", "off this list", "opt out", "opt me out", "optout",
        "no more texts", "no more messages", "don't text", "dont text", "do not text", "don't message",
        "dont message", "do not message", "don't contact", "dont contact", "do not contact", "leave me alone",
    ]
}
