import Foundation
import GatewayModel
import PhoneNumbers

@testable import Gateway
@testable import SMSConnector

extension FuzzTarget {
    private struct StandingClock: WallClock {
        let now = Timestamp(milliseconds: 1_800_000_000_000)
    }

    private static let imported = StopEntry.Import(by: "key_1", at: StandingClock().now)
    private static let listable = StopListAddresses(
        Surroundings(
            clock: StandingClock(), ids: IDGenerator(clock: StandingClock()),
            connectors: InstalledConnectors([SMSConnector()]), numberingPlans: PhoneNumberLibrary(),
            publicURL: "https://gatehouse.example.com"))
    private static let reader = StopListLine(
        scope: .everyContactPoint, contactPoints: [.default: ContactPoint(id: .default, label: "Default")],
        addresses: listable, imported: imported)

    /// An entry that is exported comes back as itself; a line that anybody has written is an entry or has a reason.
    static let stopListLines = FuzzTarget("stop-list-lines") { bytes in
        let pieces = bytes.pieces(4)
        checkExport(address: pieces[0].text, actor: pieces[1].text, seconds: pieces[2].count)
        checkImport(pieces[3])
    }

    private static func checkExport(address: String, actor: String, seconds: Int) {
        // As a webhook would have brought it.
        let address = PhoneAddress.carried(address)
        guard (try? listable.literal(address.value, .phone)) != nil, isActor(actor) else { return }
        let entry = StopEntry(
            contactPoint: .default, address: address, isStopped: true, source: .carrier,
            actor: actor, since: Timestamp(milliseconds: Int64(seconds) * 86_400_001), imported: imported)
        var file: [UInt8] = []
        CSVRecord.append(StopListColumn.allCases.map(\.rawValue), to: &file)
        CSVRecord.append(StopListColumn.cells(of: entry), to: &file)
        let entries = entries(of: file)
        hold(entries == [entry], "\(entry) is exported as itself, not as \(entries)")
    }

    /// What is kept as an actor is a principal's name, or came with a file and was trimmed.
    private static func isActor(_ text: String) -> Bool {
        (1...100).contains(text.count) && text.trimmingCharacters(in: .whitespaces) == text
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    private static func checkImport(_ file: [UInt8]) {
        for entry in entries(of: file) {
            hold((1...255).contains(entry.address.value.utf8.count), "an address is short")
            hold(entry.actor.count <= 100 && entry.since <= imported.at, "an actor is short, and nothing is to come")
        }
    }

    private static func entries(of file: [UInt8]) -> [StopEntry] {
        var csv = CSVReader()
        let lines = csv.read(file) + csv.finish()
        guard let first = lines.first, let header = try? StopListHeader(first) else { return [] }
        return lines.dropFirst().compactMap { line -> StopEntry? in
            guard let cells = try? line.content.get() else { return nil }
            do throws(UnusableLine) {
                return try reader.entry(try header.cells(of: cells))
            } catch {
                hold(!error.reason.isEmpty && error.reason.utf8.count <= 1000, "a reason is a sentence")
                return nil
            }
        }
    }
}
