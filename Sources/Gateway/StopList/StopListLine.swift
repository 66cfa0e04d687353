import ConnectorKit
import GatewayModel

/// Makes an entry of a line of a stop list as CSV.
///
/// What the file says of source, actor and time is kept: the day on which a customer opted out is what counts later,
/// and a list that moves to another gateway stays the same list. It is the file's word, so who brought the file is
/// kept with it. What the file does not say is said of the import itself.
struct StopListLine {
    private static let longestActor = 100

    let scope: StopListScope
    let contactPoints: [ContactPointID: ContactPoint]
    let addresses: StopListAddresses
    let imported: StopEntry.Import

    func entry(_ cells: [StopListColumn: String]) throws(UnusableLine) -> StopEntry {
        let contactPoint = try contactPoint(cells[.contactPoint])
        return StopEntry(
            contactPoint: contactPoint.id, address: try address(cells, at: contactPoint), isStopped: true,
            source: cells[.source].flatMap { StopEntry.Source(rawValue: $0) } ?? .import,
            actor: try actor(cells[.actor]), since: try since(cells[.since]), imported: imported)
    }

    private func contactPoint(_ cell: String?) throws(UnusableLine) -> ContactPoint {
        if case .contactPoint(let id) = scope, let contactPoint = contactPoints[id] {
            guard cell == nil || cell == id.rawValue else {
                throw UnusableLine("it belongs to another contact point, \"\((cell ?? "").prefix(63))\".")
            }
            return contactPoint
        }
        guard let cell else { throw UnusableLine("it names no contact point.") }
        guard let contactPoint = ContactPointID(cell).flatMap({ contactPoints[$0] }) else {
            throw UnusableLine("there is no contact point \"\(cell.prefix(63))\".")
        }
        return contactPoint
    }

    private func address(
        _ cells: [StopListColumn: String], at contactPoint: ContactPoint
    ) throws(UnusableLine) -> Address {
        let kind = cells[.kind].map { AddressKind(rawValue: $0) }
        if let kind, !addresses.kinds.contains(kind) {
            throw UnusableLine(
                "no installed platform with a stop list has addresses of the kind \"\(kind.rawValue.prefix(40))\".")
        }
        let cell = cells[.address] ?? ""
        do throws(UnreadableAddress) {
            if let kind, StopListColumn.isInternational(cell) { return try addresses.literal(cell, kind) }
            // By scalars: an accent at the beginning of the text makes one character with the apostrophe.
            guard cell.unicodeScalars.first == "'" else {
                return try addresses.typed(cell, kind, in: contactPoint.region)
            }
            let text = String(cell.unicodeScalars.dropFirst())
            if let kind { return try addresses.literal(text, kind) }
            guard text.hasPrefix("+") else {
                throw UnreadableAddress("behind an apostrophe it stands for itself, and needs its kind.")
            }
            return try addresses.typed(text, nil, in: contactPoint.region)
        } catch {
            throw UnusableLine(cell.isEmpty ? error.reason : "\"\(cell.prefix(40))\": \(error.reason)")
        }
    }

    private func actor(_ cell: String?) throws(UnusableLine) -> String {
        guard let cell else { return imported.by }
        let actor = SpreadsheetText.original(cell)
        guard actor.count <= Self.longestActor,
            actor.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw UnusableLine("its actor has more than \(Self.longestActor) characters, or a control character.") }
        return actor
    }

    private func since(_ cell: String?) throws(UnusableLine) -> Timestamp {
        guard let cell else { return imported.at }
        guard let moment = TimeText.read(cell) else {
            throw UnusableLine(
                "its since is no time like 2026-01-31T09:30:00Z; an empty one means the time of the import.")
        }
        return min(moment, imported.at)
    }
}
