import ConnectorKit
import GatewayModel

/// A text is split or refused, never cut.
extension Conformance {
    var planChecks: [ConformanceCheck] {
        [
            check("plans hold every character, within the platform's limits") { findings in
                for text in Self.texts(upTo: connector.capabilities.text) {
                    guard case .success(let parts) = planning(outbound(text)) else { continue }
                    expectWithinLimits(parts, &findings)
                    findings.expect(
                        letters(of: parts.compactMap(\.text).joined()) == letters(of: text),
                        "a text of \(text.utf16.count) is cut")
                    findings.expect(planning(outbound(text)) == .success(parts), "the same message is planned anew")
                }
            },
            check("a text up to the limit is one part, a longer one more, too long a one refused") { findings in
                let limit = connector.capabilities.text
                let whole = String(repeating: "a", count: limit.perPart)
                findings.expect(parts(whole)?.map(\.text) == [whole], "a text that fits is split or refused")
                let longer = String(repeating: "b ", count: limit.perPart / 2) + "c"
                findings.expect(
                    limit.maximumParts == 1 ? parts(longer) == nil : parts(longer)?.count == 2,
                    "a text of one more is neither split nor refused")
                let full = String(repeating: "d", count: limit.total)
                findings.expect(parts(full)?.count == limit.maximumParts, "a text of the declared length is refused")
                guard case .failure(let failure) = planning(outbound(full + "e")) else {
                    return findings.expect(false, "a text over every limit is planned")
                }
                findings.expect(failure.disposition == .giveUp, "a text that is too long is tried again")
                findings.expect(failure.certainty == .notSent, "a text that is too long is uncertain")
            },
            check("nothing at all is refused") { findings in
                for text in [nil, ""] {
                    guard case .failure(let failure) = planning(outbound(text)) else {
                        findings.expect(false, "a message of nothing is planned")
                        continue
                    }
                    findings.expect(failure.disposition == .giveUp, "a message of nothing is tried again")
                }
            },
            check("quick replies stand under the end of the text, all of them, once") { findings in
                guard let limit = connector.capabilities.quickReplies else { return }
                let offered = (0..<limit.most).map { number in
                    QuickReply(
                        label: "\(number)", description: limit.description > 0 ? "d\(number)" : nil,
                        value: "v\(number)")
                }
                let perPart = connector.capabilities.text.perPart
                for text in [Self.tellTaleText, String(repeating: "word ", count: perPart * 3 / 10)] {
                    let message = OutboundMessage(
                        text: text, quickReplies: offered, to: fixture.customer, from: fixture.ourAddress)
                    guard case .success(let parts) = planning(message) else { continue }
                    let carriers = parts.filter { !$0.quickReplies.isEmpty }
                    findings.expect(carriers.map(\.quickReplies) == [offered], "quick replies are lost or doubled")
                    findings.expect(
                        carriers.first?.text == parts.last { $0.text != nil }?.text, "they do not stand at the end")
                }
            },
            check("no file is lost") { findings in
                let maximum = connector.capabilities.maximumMedia
                for count in Set([1, maximum, maximum + 1]).subtracting([0]) {
                    let media = (0..<count).map {
                        RemoteMedia(url: "https://files.example/\($0).png", contentType: "image/png")
                    }
                    for text in [nil, Self.tellTaleText] {
                        switch planning(outbound(text, media: media)) {
                        case .success(let parts):
                            expectWithinLimits(parts, &findings)
                            findings.expect(parts.flatMap(\.media) == media, "files are lost or disordered")
                            findings.expect(parts.compactMap(\.text).joined() == text ?? "", "the text is lost")
                        case .failure(let failure):
                            findings.expect(count > maximum, "\(count) files are refused")
                            findings.expect(failure.disposition == .giveUp, "refused files are tried again")
                        }
                    }
                }
            },
        ]
    }

    func planning(_ message: OutboundMessage) -> Result<[Part], SendFailure> {
        Result { () throws(SendFailure) in try connector.plan(message) }
    }

    private func parts(_ text: String) -> [Part]? { try? planning(outbound(text)).get() }

    private func expectWithinLimits(_ parts: [Part], _ findings: inout Findings) {
        let capabilities = connector.capabilities
        findings.expect(!parts.isEmpty, "a plan of nothing")
        findings.expect(parts.count <= capabilities.text.maximumParts, "\(parts.count) parts are too many")
        for part in parts {
            findings.expect(part.units >= 1, "a part that costs nothing")
            findings.expect(part.media.count <= capabilities.maximumMedia, "a part with too many files")
            findings.expect((part.text?.utf16.count ?? 0) <= capabilities.text.perPart, "a part that is too long")
            findings.expect(part.text != "" && (part.text != nil || !part.media.isEmpty), "a part of nothing")
        }
    }

    /// What must survive a split: whole characters, so that one that is cut in two does not pass.
    private func letters(of text: String) -> [Character] { text.filter { !$0.isWhitespace } }

    private static func texts(upTo limit: TextLimit) -> [String] {
        let pieces = [
            "a", "word ", "日", "😀", "👩‍👩‍👧", "🇫🇷", "e\u{301}", "€", "two words\n\n", "long-unbroken-word-with-a-tail ",
        ]
        let lengths = [1, limit.perPart - 1, limit.perPart, limit.perPart + 1, limit.perPart * 2 + 7, limit.total - 99]
        // All of them in a disorder that is the same each time.
        let mixed = (0..<limit.total / 8).map { pieces[($0 * 7 + $0 * $0 / 3) % pieces.count] }
        let mixtures = lengths.map { mixed.prefix($0 / 8 + 1).joined() }
        return mixtures
            + pieces.flatMap { piece in
                lengths.filter { $0 > 0 }.map { length in
                    String(repeating: piece, count: max(1, length / piece.utf16.count))
                }
            }
    }
}
