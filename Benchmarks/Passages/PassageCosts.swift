import Foundation

/// What messages cost in memory and on the disk.
struct PassageCosts {
    let stored: Int
    let idle: [Contestant: Int]
    let peak: [Contestant: Int]
    let inbound: [Contestant: RaceResult]
    let outbound: [Contestant: RaceResult]

    var table: Table {
        var table = Table(
            title: "Memory, bytes and fsyncs",
            remark:
                "Memory is `VmRSS` three seconds after the start and `VmHWM` at the end of everything above, of the "
                + "gateway's process alone. Bytes are `write_bytes` of `/proc`, on PostgreSQL those of all of the "
                + "server's processes too, checkpoints included. An fsync is a commit of the metric "
                + "`gatehouse_commits_total`, on either engine: each waits for one of the write-ahead log, and under load "
                + "many messages share it. Those of checkpoints are not counted.",
            columns: [
                "", "idle MB", "peak MB", "bytes, inbound", "fsyncs, inbound", "bytes, outbound", "fsyncs, outbound",
            ])
        for who in Contestant.all(withFull: stored > 0) {
            guard let idle = idle[who], let peak = peak[who] else { continue }
            table.rows.append(
                [who.name(stored: stored), "\(idle)", "\(peak)"] + disk(inbound[who], who) + disk(outbound[who], who))
        }
        return table
    }

    private func disk(_ result: RaceResult?, _ who: Contestant) -> [String] {
        guard let result, result.messages > 0 else { return ["", ""] }
        let messages = Double(result.messages)
        return [
            String(format: "%.0f", Double(result.diskUse.bytes) / messages),
            who.isGateway
                ? String(format: "%.3f", Double(result.diskUse.commits) / messages) : who == .kannel ? "none" : "",
        ]
    }
}
