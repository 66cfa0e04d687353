import Foundation
import Gateway
import GatewayModel
import Storage

/// What one question to the stop list costs, with nobody and with many on it, on both engines: in this process, within
/// a transaction, as the gate asks it.
struct StopListLookUps {
    private static let perRead = 1000
    private static let reads = 20
    private static let batch = 1000

    let entries: Int
    let server: DatabaseServer

    func run(into report: Report) async throws {
        var table = Table(
            title: "Looking an address up on the stop list",
            remark: "Half of the addresses that are asked for are on the long list.",
            columns: ["", "µs, empty list", "µs, \(entries.grouped) entries", "ratio"])
        for engine in Engine.allCases {
            let house = engine == .sqlite ? try House.onSQLite() : try House.on(server)
            let store = try house.open()
            let empty = try await lookUps(store)
            try await fill(store)
            let long = try await lookUps(store)
            try store.close()
            house.remove()
            table.rows.append([
                engine.rawValue, String(format: "%.1f", empty), String(format: "%.1f", long),
                String(format: "%.2f", long / empty),
            ])
        }
        report.add(table)
    }

    private static func address(_ number: Int) -> Address {
        Address(kind: .phone, value: "+1212\(1_000_000 + number)")
    }

    private func fill(_ store: any DatabaseStore) async throws {
        let now = SystemClock().now
        for begin in stride(from: 0, to: entries, by: Self.batch) {
            try await store.write { [entries] transaction in
                for number in begin..<min(begin + Self.batch, entries) {
                    try transaction.put(
                        StopEntry(
                            contactPoint: .default, address: Self.address(number), isStopped: true, source: .customer,
                            actor: "customer", since: now))
                }
            }
        }
    }

    /// Microseconds for one: the median of the reads.
    private func lookUps(_ store: any DatabaseStore) async throws -> Double {
        var times: [Double] = []
        for _ in 0..<Self.reads {
            let addresses = (0..<Self.perRead).map { _ in Self.address(Int.random(in: 0..<max(2 * entries, 1))) }
            times.append(
                try await store.read { transaction in
                    let begin = ContinuousClock.now
                    for address in addresses { _ = try transaction.stopEntry(for: address, at: .default) }
                    return (ContinuousClock.now - begin) / .microseconds(1) / Double(addresses.count)
                })
        }
        return times.median
    }
}
