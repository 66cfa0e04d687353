import Foundation

/// What is wanted of the gateway, in figures that hold on any machine or are about memory.
struct Aim {
    enum Bound {
        case atLeast(Double)
        case atMost(Double)
    }

    let name: String
    let bound: Bound
    let figure: @Sendable (Figures) -> Double?

    private static func ratio(
        _ name: String, _ direction: Direction, of engine: Engine, isFull: Bool = false, to other: Contestant,
        atLeast bound: Double
    ) -> Aim {
        Aim(name: name, bound: .atLeast(bound)) {
            $0.ratio(direction, of: .gateway(engine, isFull: isFull), to: other)
        }
    }

    static let all: [Aim] =
        [
            ratio("Inbound on SQLite, to Kannel", .inbound, of: .sqlite, to: .kannel, atLeast: 5),
            ratio("Inbound on SQLite, to a bare handler", .inbound, of: .sqlite, to: .bare, atLeast: 0.33),
            ratio("Inbound on PostgreSQL, to a bare handler", .inbound, of: .postgres, to: .bare, atLeast: 0.2),
            ratio("Outbound end to end on SQLite, to Kannel", .outbound, of: .sqlite, to: .kannel, atLeast: 1.2),
            ratio(
                "Inbound on SQLite, to Kannel with its spool on the disk", .inbound, of: .sqlite, to: .syncedKannel,
                atLeast: 5),
            ratio(
                "Outbound end to end on SQLite, to Kannel with its spool on the disk", .outbound, of: .sqlite,
                to: .syncedKannel, atLeast: 1.2),
        ]
        + Engine.allCases.flatMap { engine in
            Direction.allCases.map { direction in
                ratio(
                    "\(direction.rawValue.capitalized) on \(engine.rawValue) with the stored messages, to empty",
                    direction, of: engine, isFull: true, to: .gateway(engine, isFull: false), atLeast: 0.85)
            }
        }
        + [
            Aim(name: "Memory of an idle gateway, MB", bound: .atMost(60)) {
                $0.idleMemory.values.max().map(Double.init)
            },
            Aim(name: "Memory under load, MB", bound: .atMost(200)) { $0.peakMemory.values.max().map(Double.init) },
            Aim(
                name: "A send's p50 beside the long stop list, to an empty one", bound: .atMost(1.1), figure: \.stopList
            ),
        ]

    private var wanted: String {
        switch bound {
        case .atLeast(let limit): "at least \(Self.text(limit))"
        case .atMost(let limit): "at most \(Self.text(limit))"
        }
    }

    func isMet(_ value: Double) -> Bool {
        switch bound {
        case .atLeast(let limit): value >= limit
        case .atMost(let limit): value <= limit
        }
    }

    static func table(_ figures: Figures) -> Table {
        Table(
            title: "The aims", columns: ["", "wanted", "found", ""],
            rows: all.map { aim in
                guard let value = aim.figure(figures) else { return [aim.name, aim.wanted, "–", "not measured"] }
                return [aim.name, aim.wanted, text(value), aim.isMet(value) ? "met" : "**not met**"]
            })
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(format: "%.2f", number)
    }
}
