import ConnectorKit
import GatewayModel

/// The columns of a stop list as CSV.
enum StopListColumn: String, CaseIterable {
    case contactPoint
    case kind
    case address
    case source
    case actor
    case since

    /// The cells of an entry, in the order of the columns.
    @Sendable static func cells(of entry: StopEntry) -> [String] {
        allCases.map { column in
            switch column {
            case .contactPoint: entry.contactPoint.rawValue
            case .kind: entry.address.kind.rawValue
            case .address: cell(of: entry.address)
            case .source: entry.source.rawValue
            case .actor: SpreadsheetText.harmless(entry.actor)
            case .since: TimeText.of(entry.since)
            }
        }
    }

    /// A number in international form stands as it is. Before anything else stands an apostrophe: exactly this, and no
    /// program is to take it for a number or a formula.
    private static func cell(of address: Address) -> String {
        isInternational(address.value) ? address.value : "'" + address.value
    }

    /// E.164: `+`, and 8 to 15 digits of which the first is not 0.
    static func isInternational(_ text: String) -> Bool {
        (9...16).contains(text.utf8.count) && SpreadsheetText.isInternationalNumber(text)
            && !text.hasPrefix("+0")
    }
}
