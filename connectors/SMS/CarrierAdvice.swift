public import ConnectorKit

/// What carriers advise, so that a message is not filtered as spam.
enum CarrierAdvice {
    /// CTIA, Messaging Principles and Best Practices (May 2023), 5.3.2 Embedded Website Links: a link shall show whose it
    /// is, so public shorteners are to be avoided; 5.1.3 Consumer Opt-Out: whoever is written to shall know how to stop.
    ///
    /// No carrier says how many are too many, or how long is too long: those two numbers are ours.
    static let sending = SendingAdvice(
        shortenerHosts: publicShorteners, mostIdentical: 100, tellsHowToStop: true, mostUnits: 3)

    /// The ones that everybody can use. A short domain of one's own is none of them.
    static let publicShorteners: Set<String> = [
        "adf.ly", "bit.do", "bit.ly", "bitly.com", "bl.ink", "buff.ly", "clck.ru", "cutt.ly", "goo.gl", "is.gd", "j.mp",
        "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "s.id", "short.io", "shorturl.at", "snip.ly", "t.co", "t.ly",
        "tiny.cc", "tinyurl.com", "v.gd",
    ]
}

extension SMSConnector: DescribesTexts {
    /// An MMS is counted by the piece, whatever its text is made of.
    public func form(of part: Part) -> TextForm? {
        guard let text = part.text, part.media.isEmpty else { return nil }
        let count = SegmentCount(of: text)
        let cheap = count.encoding == .gsm7 ? count : SegmentCount(of: GSMAlphabet.replacing(foreignTo: text, by: "?"))
        return TextForm(
            encoding: count.encoding.rawValue, length: count.units, costlyCharacters: GSMAlphabet.foreign(in: text),
            unitsWithoutThem: max(1, cheap.segments))
    }
}
