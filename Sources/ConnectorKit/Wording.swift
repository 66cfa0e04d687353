/// Whether a platform shows the same message that was given to it.
public enum Wording {
    /// Platforms trim a text, and complete the links in it: a scheme in front, a slash behind, the host in small letters.
    /// Everything else must be the same.
    public static func isSame(_ one: String?, _ other: String?) -> Bool {
        words(of: one).elementsEqual(words(of: other))
    }

    private static func words(of text: String?) -> [String] {
        (text ?? "").split(whereSeparator: \.isWhitespace).map { word in
            let bare = (word.contains(".") ? word.lowercased() : String(word))
                .replacing("https://", with: "").replacing("http://", with: "")
            return bare.hasSuffix("/") ? String(bare.dropLast()) : bare
        }
    }
}
