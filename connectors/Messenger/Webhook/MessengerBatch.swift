import ConnectorKit
import GatewayModel

/// The body of a webhook: entries of several pages, each with events, in no order.
enum MessengerBatch {
    static func read(_ body: [UInt8]) throws(WebhookRejection) -> WebhookOutcome {
        guard let tree = JSONTree(reading: body), case .list(let entries) = tree["entry"],
            let object = tree["object"]?.text
        else { throw .malformed(reason: "The body is not an object with entries, which is what Meta sends.") }
        var found: [MessengerItem.Found] = []
        for entry in entries {
            let page = entry["id"]?.id ?? "unknown"
            guard object == "page", page != "unknown" else {
                found.append(.unknown("an entry of \(object.prefix(32))", entry, of: page))
                continue
            }
            for array in ["messaging", "standby"] {
                for item in entry[array]?.list ?? [] {
                    found += MessengerItem(item, of: page, isStandby: array == "standby").read()
                }
            }
            for change in entry["changes"]?.list ?? [] {
                found.append(.unknown("change of \(change["field"]?.text?.prefix(64) ?? "nothing")", change, of: page))
            }
            let known: Set = ["id", "time", "messaging", "standby", "changes"]
            for (name, value) in entry.fields.sorted(by: { $0.key < $1.key }) where !known.contains(name) {
                if case .list = value { found.append(.unknown(String(name.prefix(64)), value, of: page)) }
            }
        }
        // Meta promises no order: within a batch it is made by the times; what has none comes first.
        let inOrder = found.enumerated().sorted { left, right in
            let (first, second) = (left.element.at ?? 0, right.element.at ?? 0)
            return first == second ? left.offset < right.offset : first < second
        }
        return WebhookOutcome(
            events: inOrder.compactMap(\.element.event),
            reply: WebhookReply(status: 200, contentType: "text/plain", body: "EVENT_RECEIVED"),
            signs: found.compactMap(\.sign).reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
}
