internal import MockPlatform
private import Signing

/// A text as it goes over the wire: escaped, with its links shortened, and what is attached as a link at its end.
struct WireText: Sendable {
    struct Link: Sendable {
        /// Behind `https://t.co/`.
        let code: String
        let expanded: String
        let display: String
        /// In characters of the escaped text, counted as code points.
        let start: Int
        let end: Int

        var url: String { "https://t.co/" + code }
    }

    private(set) var text = ""
    private(set) var links: [Link] = []
    private var length = 0

    /// - Parameter media: the message's id, where something is attached.
    init(_ plain: String, media: String?) {
        var rest = plain[...]
        while let found = rest.firstMatch(of: /https?:\/\/[^\s]+/) {
            let url = found.output.trimmingPunctuation
            append(rest[..<found.range.lowerBound])
            let display = url.drop { $0 != "/" }.dropFirst(2)
            append(link: String(url), display: display.count > 28 ? display.prefix(27) + "…" : String(display))
            rest = rest[url.endIndex...]
        }
        append(rest)
        guard let media else { return }
        if !text.isEmpty { append(" ") }
        append(link: "https://twitter.com/messages/media/" + media, display: nil)
    }

    private mutating func append(_ plain: Substring) {
        let escaped = plain.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        text += escaped
        length += escaped.unicodeScalars.count
    }

    /// - Parameter display: `nil` for a picture.
    private mutating func append(link: String, display: String?) {
        let code = String(Hex.encode(SecureRandom.bytes(5)))
        let made = Link(
            code: code, expanded: link, display: display ?? "pic.twitter.com/" + code, start: length,
            end: length + "https://t.co/".count + code.count)
        links.append(made)
        text += made.url
        length = made.end
    }

    /// As v1.1 and its events have it.
    var entities: JSON {
        [
            "hashtags": [], "symbols": [], "user_mentions": [],
            "urls": .array(
                links.map {
                    [
                        "url": .string($0.url), "expanded_url": .string($0.expanded),
                        "display_url": .string($0.display), "indices": [.integer($0.start), .integer($0.end)],
                    ]
                }),
        ]
    }

    /// As v2 has it.
    var entitiesV2: JSON {
        [
            "urls": .array(
                links.map {
                    [
                        "start": .integer($0.start), "end": .integer($0.end), "url": .string($0.url),
                        "expanded_url": .string($0.expanded), "display_url": .string($0.display),
                    ]
                })
        ]
    }
}

extension Substring {
    /// What ends a sentence is not part of a link.
    fileprivate var trimmingPunctuation: Substring {
        var text = self
        while let last = text.last, ".,;:!?)]'\"".contains(last) { text = text.dropLast() }
        return text
    }
}
