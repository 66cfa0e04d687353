/// The font of the chat: families that are on the visitor's machine, in the order of preference. A page's policy lets us
/// load none.
struct ChatFont {
    static let rule = "it must be a list of font names: Georgia, \"Times New Roman\", serif."

    init?(_ text: String) {
        guard (1...200).contains(text.utf8.count),
            text.wholeMatch(of: /(?:"[A-Za-z0-9 _-]+"|[A-Za-z0-9 _-]+)(?:,\s*(?:"[A-Za-z0-9 _-]+"|[A-Za-z0-9 _-]+))*/)
                != nil
        else { return nil }
    }
}
