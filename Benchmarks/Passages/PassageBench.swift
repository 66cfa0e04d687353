/// Messages in and out, by everybody in turns: how many, how long each takes, what it costs in memory and on the disk.
struct PassageBench {
    let load: Load
    let turns: Int
    let stored: Int
    let server: DatabaseServer

    func run(into report: Report) async throws {
        let field = try await Field(on: server, stored: stored)
        switch field.kannels.count {
        case 0: report.remark("Kannel is not installed (`apt-get install kannel`): its rows are left out.")
        case 1: report.remark("The file system cannot write Kannel's spool through: those rows are left out.")
        default: break
        }
        if stored > 0 { report.add(Self.table(of: field.stored, messages: stored)) }
        // What the start has to do is done by then.
        try await Task.sleep(for: .seconds(3))
        let idle = try field.memory { try $0.memory() }
        let race = Race(load: load, turns: turns, arrivals: Arrivals(at: field.bare), indices: Counter())
        say("\nInbound, \(turns) turns of \(load.messages) messages, \(load.callers) callers")
        let inbound = try await race.run(field.inbound)
        report.figures.inbound = inbound
        report.add(PassageTable(direction: .inbound, results: inbound, stored: stored).table)
        say("\nOutbound, as many")
        let outbound = try await race.run(field.outbound)
        report.figures.outbound = outbound
        report.add(PassageTable(direction: .outbound, results: outbound, stored: stored).table)
        report.add(try await HalfLoad(race: race, field: field).table(inbound, outbound))
        try await FanOutBench(load: load, field: field, indices: race.indices).run(into: report)
        let peak = try field.memory { try $0.peakMemory() }
        report.figures.idleMemory = idle.filter(\.key.isGateway)
        report.figures.peakMemory = peak.filter(\.key.isGateway)
        report.add(PassageCosts(stored: stored, idle: idle, peak: peak, inbound: inbound, outbound: outbound).table)
        await field.stop()
    }

    private static func table(of bytes: [Engine: Int], messages: Int) -> Table {
        Table(
            title: "What stored messages take on the disk",
            remark:
                "\(messages.grouped) messages in conversations of ten, with their events, parts and attempts, and all "
                + "indexes.",
            columns: ["", "MB", "bytes a message"],
            rows: Engine.allCases.map { engine in
                let taken = bytes[engine, default: 0]
                return [engine.rawValue, (taken / 1_000_000).grouped, (taken / messages).grouped]
            })
    }
}

extension Contestant {
    /// In the order of tables.
    static func all(withFull isFull: Bool) -> [Contestant] {
        [.bare, .kannel, .syncedKannel]
            + Engine.allCases.flatMap { engine in
                (isFull ? [false, true] : [false]).map { Contestant.gateway(engine, isFull: $0) }
            }
    }

    /// - Parameter stored: how many messages the full ones hold.
    func name(stored: Int) -> String {
        switch self {
        case .bare: "the library alone"
        case .kannel: "Kannel"
        case .syncedKannel: "Kannel, spool on the disk"
        case .gateway(let engine, isFull: false): "Gatehouse on \(engine.rawValue)"
        case .gateway(let engine, isFull: true):
            "Gatehouse on \(engine.rawValue), \(stored.grouped) messages stored"
        }
    }
}
