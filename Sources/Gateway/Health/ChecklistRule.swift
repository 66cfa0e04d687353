import ConnectorKit
import GatewayModel

/// From findings to a checklist: what requires an item that is not right cannot be judged, and says so.
enum ChecklistRule {
    static func items(
        _ items: [ChecklistItem], _ findings: [String: Finding], before: ChecklistResult?, at now: Timestamp
    ) -> [CheckedItem] {
        var checked: [CheckedItem] = []
        for item in items {
            let missing = item.requires.lazy.compactMap { id in checked.first { $0.id == id } }.first {
                $0.verdict == .red || $0.verdict == .unknown
            }
            let finding =
                if let missing {
                    Finding(.unknown, "It waits for “\(missing.title)”.")
                } else {
                    findings[item.id] ?? Finding(.unknown, "Nothing was found out about it.")
                }
            let last = before?.items.first { $0.id == item.id }
            checked.append(
                CheckedItem(
                    id: item.id, title: item.title, verdict: finding.verdict, found: finding.found,
                    advice: finding.advice, fix: finding.fix, waitsFor: missing?.id,
                    since: last?.verdict == finding.verdict ? last?.since ?? now.milliseconds : now.milliseconds))
        }
        return checked
    }

    /// What the vital items mean for the connection.
    enum Turn: Equatable {
        case needsReconnect(reason: String)
        /// One of them was red, and none is now.
        case isWellAgain
    }

    /// `nil` where nothing follows: they are as before, or cannot be judged.
    static func turn(_ items: [ChecklistItem], _ checked: [CheckedItem], before: ChecklistResult?) -> Turn? {
        let vital = Set(items.filter(\.isVital).map(\.id))
        let now = checked.filter { vital.contains($0.id) }
        if let red = now.first(where: { $0.verdict == .red }) { return .needsReconnect(reason: red.found) }
        let wasRed = before?.items.contains { vital.contains($0.id) && $0.verdict == .red } ?? false
        let isWell = now.allSatisfy { $0.verdict == .green || $0.verdict == .yellow }
        return wasRed && isWell ? .isWellAgain : nil
    }

    /// Red before everything: something is known to be wrong. Then what could not be judged, for it may be.
    static func overall(_ verdicts: some Sequence<Verdict>) -> Verdict {
        let found = Set(verdicts)
        return [.red, .unknown, .yellow].first(where: found.contains) ?? .green
    }
}
