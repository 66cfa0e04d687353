/// What a file is, by its first bytes: neither its name nor the word of whoever sent it is trusted.
public enum MediaType: String, Sendable, CaseIterable {
    case png = "image/png"
    case jpeg = "image/jpeg"
    case gif = "image/gif"
    case webp = "image/webp"
    case bmp = "image/bmp"
    case heic = "image/heic"
    case mp4 = "video/mp4"
    case webm = "video/webm"
    case ogg = "audio/ogg"
    case mp3 = "audio/mpeg"
    case wav = "audio/wav"
    case pdf = "application/pdf"
    case zip = "application/zip"
    case vCard = "text/vcard"
    case plainText = "text/plain"
    /// HTML, SVG and XML: in a browser they could act, in the name of whoever shows them.
    case active = "text/xml"
    case unknown = "application/octet-stream"

    /// As many bytes of the beginning as ``init(sniffing:)`` looks at.
    public static let sniffedBytes = 1024

    /// - Parameter start: the first ``sniffedBytes`` bytes, or all there are.
    public init(sniffing start: [UInt8]) {
        let start = start.prefix(Self.sniffedBytes)
        self = Self.byMark(start) ?? Self.byText(start) ?? .unknown
    }

    /// Whether a browser may show it where it stands. Everything else is given out as an attachment of no type.
    public var mayBeShown: Bool {
        switch self {
        case .png, .jpeg, .gif, .webp, .bmp, .heic, .mp4, .webm, .ogg, .mp3, .wav, .pdf: true
        case .zip, .vCard, .plainText, .active, .unknown: false
        }
    }

    /// What is kept of the files that customers send. What could act in a browser, archives and what nobody knows are
    /// not.
    public static let accepted: Set<MediaType> = [
        .png, .jpeg, .gif, .webp, .bmp, .heic, .mp4, .webm, .ogg, .mp3, .wav, .pdf, .vCard, .plainText,
    ]

    /// The ending of a file's name.
    public var ending: String {
        switch self {
        case .png: "png"
        case .jpeg: "jpg"
        case .gif: "gif"
        case .webp: "webp"
        case .bmp: "bmp"
        case .heic: "heic"
        case .mp4: "mp4"
        case .webm: "webm"
        case .ogg: "ogg"
        case .mp3: "mp3"
        case .wav: "wav"
        case .pdf: "pdf"
        case .zip: "zip"
        case .vCard: "vcf"
        case .plainText, .active: "txt"
        case .unknown: "bin"
        }
    }

    private static func byMark(_ start: ArraySlice<UInt8>) -> MediaType? {
        func has(_ mark: [UInt8], at offset: Int = 0) -> Bool { start.dropFirst(offset).starts(with: mark) }
        func has(_ mark: String, at offset: Int = 0) -> Bool { has(Array(mark.utf8), at: offset) }
        if has([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) { return .png }
        if has([0xff, 0xd8, 0xff]) { return .jpeg }
        if has("GIF87a") || has("GIF89a") { return .gif }
        if has("RIFF") && has("WEBPVP", at: 8) { return .webp }
        if has("RIFF") && has("WAVE", at: 8) { return .wav }
        if has("%PDF-") { return .pdf }
        // AVIF is a picture in the same container, which nobody here carries.
        if has("ftypavi", at: 4) { return .unknown }
        if has("ftyp", at: 4) { return ["heic", "heix", "mif1"].contains { has($0, at: 8) } ? .heic : .mp4 }
        if has([0x1a, 0x45, 0xdf, 0xa3]) { return .webm }
        if has("OggS") { return .ogg }
        if has("ID3") || (start.first == 0xff && (start.dropFirst().first ?? 0) & 0xe0 == 0xe0) { return .mp3 }
        if has([0x50, 0x4b, 0x03, 0x04]) { return .zip }
        if has("BM") && start.contains(0) { return .bmp }
        return nil
    }

    private static func byText(_ start: ArraySlice<UInt8>) -> MediaType? {
        // A control character that no text has; UTF-16 has zeros and is not read as text.
        guard !start.isEmpty, start.allSatisfy({ $0 >= 0x20 || [0x09, 0x0a, 0x0c, 0x0d].contains($0) }) else {
            return nil
        }
        var text = String(decoding: start, as: UTF8.self).lowercased()[...]
        if text.hasPrefix("\u{feff}") { text = text.dropFirst() }
        // Anywhere at the start, for browsers look further than the first tag.
        if text.contains("<?xml") || text.contains("<!doctype") || text.contains("<!--")
            || ["<html", "<svg", "<script", "<head", "<body", "<iframe"].contains(where: { text.contains($0) })
        {
            return .active
        }
        return text.drop(while: \.isWhitespace).hasPrefix("begin:vcard") ? .vCard : .plainText
    }
}
