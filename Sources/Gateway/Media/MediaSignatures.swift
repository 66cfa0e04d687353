/// How the beginnings of files differ, by the documents of their formats.
///
/// A mark that is made of letters is not enough where a text could begin with it: what stands behind it must fit, too.
extension MediaType {
    static func byMark(_ start: ArraySlice<UInt8>) -> MediaType? {
        func has(_ mark: [UInt8], at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: mark) }
        func has(_ mark: String, at offset: Int = 0) -> Bool { has(Array(mark.utf8), at: offset) }
        if has([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) { return .png }
        if has([0xff, 0xd8, 0xff]) { return .jpeg }
        if has("GIF87a") || has("GIF89a") { return .gif }
        if has("RIFF") && has("WEBPVP", at: 8) { return .webp }
        if has("RIFF") && has("WAVE", at: 8) { return .wav }
        if has("%PDF-") { return .pdf }
        // The length of the first box comes first, and is small.
        if has("ftyp", at: 4) && has([0, 0]) { return byBrands(start) }
        if has([0x1a, 0x45, 0xdf, 0xa3]) { return isWebM(start) ? .webm : .unknown }
        // The version of each is a small number.
        if has("OggS") && has([0], at: 4) { return .ogg }
        if has("ID3"), let version = start.dropFirst(3).first, (2...4).contains(version) { return .mp3 }
        if isMP3Frame(start) { return .mp3 }
        if ["PK\u{3}\u{4}", "PK\u{5}\u{6}", "PK\u{7}\u{8}"].contains(where: { has($0) }) { return .zip }
        // Four bytes that are reserved.
        if has("BM") && has([0, 0, 0, 0], at: 6) { return .bmp }
        // No text that is read as one begins so. One in UTF-16 does, and a browser would read markup in it.
        if start.first == 0xff || has([0xfe, 0xff]) { return .unknown }
        return nil
    }

    /// Pictures lie in the container of films. Those that nobody here carries (AVIF, sequences of pictures) are none.
    private static func byBrands(_ start: ArraySlice<UInt8>) -> MediaType {
        let length = start.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        let box = Array(start.prefix(max(length, 12)).dropFirst(8))
        let brands = stride(from: 0, to: box.count - 3, by: 4).map { String(decoding: box[$0..<$0 + 4], as: UTF8.self) }
        guard let main = brands.first, !brands.contains("avif"), !brands.contains("avis") else { return .unknown }
        if ["heic", "heix", "mif1"].contains(main) { return .heic }
        return ["hevc", "hevx", "msf1", "crx "].contains(main) ? .unknown : .mp4
    }

    /// Of the many documents that begin so (Matroska), the one that says that it is WebM.
    private static func isWebM(_ start: ArraySlice<UInt8>) -> Bool {
        start.prefix(64).firstRange(of: Array("webm".utf8)) != nil
    }

    /// Eleven bits that are set, and then Layer III of MPEG, which leaves out the marks of UTF-16 and of AAC.
    private static func isMP3Frame(_ start: ArraySlice<UInt8>) -> Bool {
        guard start.first == 0xff, let second = start.dropFirst().first else { return false }
        return second & 0xe0 == 0xe0 && second & 0x18 != 0x08 && second & 0x06 == 0x02
    }

    static func byText(_ start: ArraySlice<UInt8>) -> MediaType? {
        // A control character that no text has; UTF-16 has zeros and is not read as text.
        guard !start.isEmpty, start.allSatisfy({ $0 >= 0x20 || [0x09, 0x0a, 0x0c, 0x0d].contains($0) }) else {
            return nil
        }
        var text = String(decoding: start, as: UTF8.self).lowercased()[...]
        if text.hasPrefix("\u{feff}") { text = text.dropFirst() }
        text = text.drop(while: \.isWhitespace)
        // Anywhere at the start, for browsers look further than the first tag.
        if beginsWithTag(text) || tellingMarkup.contains(where: { text.contains($0) }) { return .active }
        return text.hasPrefix("begin:vcard") ? .vCard : .plainText
    }

    private static let tellingMarkup = [
        "<?xml", "<!doctype", "<!--", "<html", "<svg", "<script", "<head", "<body", "<iframe", "<img", "<object",
        "<embed", "<style", "<meta",
    ]

    /// Whether the first thing is an element, of whatever name. `<ann@our.test> wrote` is none.
    private static func beginsWithTag(_ text: Substring) -> Bool {
        guard text.first == "<", let second = text.dropFirst().first else { return false }
        if ["!", "?", "/"].contains(second) { return true }
        guard second.isASCII, second.isLetter else { return false }
        let behind = text.dropFirst().drop { $0.isLetter || $0.isNumber || $0 == "-" || $0 == ":" || $0 == "_" }.first
        return behind.map { $0 == ">" || $0 == "/" || $0.isWhitespace } ?? true
    }
}
