import ConnectorKit
import GatewayModel

@testable import Gateway
@testable import SMSConnector

extension FuzzTarget {
    /// A text is counted as carriers do, and split without losing a character.
    static let segments = FuzzTarget("segments") { bytes in
        let text = bytes.text
        let count = SegmentCount(of: text)
        let each = count.encoding.unitsPerSegment
        hold((count.segments == 0) == text.isEmpty, "no text, no message")
        hold(
            count.units <= count.encoding.unitsAlone
                ? count.segments <= 1
                    // A pair that would lie across two messages leaves one unit of the first empty.
                : ((count.units + each - 1) / each...(count.units + each - 2) / (each - 1)).contains(count.segments),
            "\(count.units) units are not \(count.segments) messages")
        let longer = SegmentCount(of: text + "a")
        hold(longer.units == count.units + 1 && longer.encoding == count.encoding, "a letter takes one unit more")

        let number = Address(kind: .phone, value: "+14155550100")
        guard let parts = try? SMSPlan.parts(of: OutboundMessage(text: text, to: number, from: number)) else { return }
        hold(parts.count <= SMSPlan.textLimit.maximumParts, "no more parts than there may be")
        hold(
            parts.allSatisfy { (1...SMSPlan.textLimit.perPart).contains($0.text?.utf16.count ?? 0) && $0.units > 0 },
            "a part fits into a message")
        hold(
            parts.flatMap { characters(of: $0.text ?? "") } == characters(of: text), "only white space may go")
    }

    private static func characters(of text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { !$0.properties.isWhitespace }
    }

    /// The word in its one form, whatever stands around it.
    static let optOutWords = FuzzTarget("opt-out-words") { bytes in
        let text = bytes.text
        let word = OptOutReading.normalized(text)
        hold(OptOutReading.normalized(word) == word, "\(text) has one form, not \(word) and another")
        let words = OptOutWords(OptOutSettings())
        guard text.utf8.count < 190 else { return }
        // Whether free text reads like a wish is only a guess.
        let meanings = [text, " \"\(text)\"! "].map { words.meaning(of: $0) }.map { $0 == .possibleOptOut ? nil : $0 }
        hold(meanings[0] == meanings[1], "what stands around it does not count")
    }
}
