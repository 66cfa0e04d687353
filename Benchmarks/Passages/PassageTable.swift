import Foundation

/// What became of the messages of one direction: how many a second, and in relation to whom.
struct PassageTable {
    let direction: Direction
    let results: [Contestant: RaceResult]
    let stored: Int

    var table: Table {
        var table = Table(
            title: direction == .inbound ? "Inbound" : "Outbound", remark: remark,
            columns: [
                "", "a second", direction == .inbound ? "to the bare handler" : "to raw posts", "to Kannel",
                "to Kannel, spool on the disk", "to empty",
                "p50 ms", "p99 ms",
            ])
        for who in Contestant.all(withFull: stored > 0) {
            guard let result = results[who] else { continue }
            table.rows.append(
                row(who, answered(who), result.answeredPerSecond, \.answeredPerSecond)
                    + [String(format: "%.2f", result.median), String(format: "%.2f", result.slowest)])
            if let arrived = result.arrivedPerSecond {
                table.rows.append(row(who, self.arrived(who), arrived, \.sustainedPerSecond) + ["", ""])
            }
        }
        return table
    }

    private var remark: String {
        switch direction {
        case .inbound:
            "A text of a customer, as the platform posts it. Gatehouse answers when it is on the disk (fsync), Kannel when "
                + "it is in a file (no fsync, unless the row says so); Kannel then passes it on to a service."
        case .outbound:
            "A notification to one recipient. Gatehouse answers when it is on the disk (fsync), Kannel when it is in a "
                + "file (no fsync, unless the row says so); both then call the platform."
        }
    }

    private func row(
        _ who: Contestant, _ name: String, _ perSecond: Double, _ figure: (RaceResult) -> Double
    ) -> [String] {
        func ratio(to other: Contestant) -> String {
            guard other != who, let result = results[other] else { return "" }
            return String(format: "%.2f", perSecond / figure(result))
        }
        var empty = ""
        if case .gateway(let engine, isFull: true) = who { empty = ratio(to: .gateway(engine, isFull: false)) }
        return [
            name, String(format: "%.0f", perSecond), ratio(to: .bare), who.isGateway ? ratio(to: .kannel) : "",
            who.isGateway ? ratio(to: .syncedKannel) : "", empty,
        ]
    }

    private func answered(_ who: Contestant) -> String {
        switch (who, direction) {
        case (.bare, .inbound): "a bare handler"
        case (.bare, .outbound): "raw posts by libcurl to a bare server"
        default: who.name(stored: stored) + ", until it has answered"
        }
    }

    private func arrived(_ who: Contestant) -> String {
        who.name(stored: stored)
            + (direction == .inbound ? ", until the service has it" : ", until the platform has it")
    }
}
