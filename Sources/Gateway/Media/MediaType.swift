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
    public var ending: String { endings[0] }

    /// The name that a file is given out under. Whoever opens it goes by its ending, so it ends as its bytes begin: what
    /// is named `invoice.vbs` is given out as `invoice.vbs.txt`.
    ///
    /// - Parameter given: as whoever sent it names it. Signs that turn the direction of writing, behind which an ending
    ///   can hide, are left out.
    public func fileName(_ given: String?) -> String {
        let name = String(
            String.UnicodeScalarView((given ?? "").unicodeScalars.filter { !$0.properties.isBidiControl }))
        guard !name.allSatisfy(\.isWhitespace) else { return "file.\(ending)" }
        let isRight = endings.contains { name.lowercased().hasSuffix(".\($0)") }
        return isRight ? name : "\(name).\(ending)"
    }

    /// The first is the usual one.
    private var endings: [String] {
        switch self {
        case .png: ["png"]
        case .jpeg: ["jpg", "jpeg", "jpe", "jfif"]
        case .gif: ["gif"]
        case .webp: ["webp"]
        case .bmp: ["bmp"]
        case .heic: ["heic", "heif"]
        case .mp4: ["mp4", "m4v", "m4a", "mov", "3gp"]
        case .webm: ["webm"]
        case .ogg: ["ogg", "oga", "ogv", "opus"]
        case .mp3: ["mp3"]
        case .wav: ["wav"]
        case .pdf: ["pdf"]
        case .zip: ["zip", "docx", "xlsx", "pptx"]
        case .vCard: ["vcf"]
        case .plainText: ["txt", "csv", "log", "md"]
        case .active: ["txt"]
        case .unknown: ["bin"]
        }
    }
}
