import ConnectorKit

/// A webhook as X shows it. It belongs to an app, and events of all of its accounts come there.
struct XWebhook: Hashable {
    let id: String
    let url: String
    /// Whether events are delivered there: the last challenge was answered well.
    let isValid: Bool

    init?(_ tree: JSONTree?) {
        guard let tree, let id = tree["id"]?.id,
            id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }),
            let url = tree["url"]?.text
        else { return nil }
        self.id = id
        self.url = url
        isValid = tree["valid"]?.isTrue == true
    }

    /// Without what may be secret in it.
    var shownAddress: String {
        ConfinedTransport.hostAndPort(of: url) ?? "another address"
    }
}
