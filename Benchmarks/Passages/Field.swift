/// Everybody who takes part, up at the same time; whoever is not measured just now has nothing to do.
final class Field: Sendable {
    /// A bare handler, and whoever stands at the other end.
    let bare: Subject
    /// As it is, and with its spool on the disk; whichever can be had here.
    let kannels: [(who: Contestant, kannel: Kannel)]
    let gateways: [(who: Contestant, gateway: GatewayUnderTest)]
    /// What the stored messages take on the disk, in bytes.
    let stored: [Engine: Int]

    /// - Parameters:
    ///   - server: where those on PostgreSQL keep their data.
    ///   - stored: how many messages the full ones hold; where 0, there are none.
    init(on server: DatabaseServer, stored: Int) async throws {
        bare = try await Subject.bareServer()
        kannels = Kannel.isInstalled ? try await Self.kannels(sink: bare) : []
        var gateways: [(who: Contestant, gateway: GatewayUnderTest)] = [
            (.gateway(.sqlite, isFull: false), try await GatewayUnderTest(in: try House.onSQLite(), sink: bare)),
            (.gateway(.postgres, isFull: false), try await GatewayUnderTest(in: try House.on(server), sink: bare)),
        ]
        if stored > 0 {
            let full = try await Self.full(stored, on: server, sink: bare)
            gateways += full.gateways
            self.stored = full.bytes
        } else {
            self.stored = [:]
        }
        self.gateways = gateways
    }

    private static func kannels(sink: Subject) async throws -> [(who: Contestant, kannel: Kannel)] {
        var kannels: [(who: Contestant, kannel: Kannel)] = [
            (.kannel, try await Kannel(isSynced: false, sink: sink))
        ]
        // Not every file system can be told to write through.
        if let synced = try? await Kannel(isSynced: true, sink: sink) { kannels.append((.syncedKannel, synced)) }
        return kannels
    }

    /// The messages are stored once, and copied to PostgreSQL as `gatehouse migrate-store` would.
    private static func full(
        _ stored: Int, on server: DatabaseServer, sink: Subject
    ) async throws -> (gateways: [(who: Contestant, gateway: GatewayUnderTest)], bytes: [Engine: Int]) {
        let house = try House.onSQLite()
        let first = try await GatewayUnderTest(in: house, sink: sink)
        await first.stopServing()
        let empty = [Engine.sqlite: try house.bytesStored(), .postgres: try House.on(server).bytesStored()]
        let begin = ContinuousClock.now
        try await StoredMessages.fill(house, as: first.access, count: stored)
        let filled = ContinuousClock.now
        let copy = try house.copy(to: server)
        let copied = ContinuousClock.now
        say("\(stored) messages stored on SQLite in \(filled - begin), copied to PostgreSQL in \(copied - filled)")
        let bytes = [
            Engine.sqlite: try house.bytesStored() - empty[.sqlite, default: 0],
            .postgres: try copy.bytesStored() - empty[.postgres, default: 0],
        ]
        let gateways: [(who: Contestant, gateway: GatewayUnderTest)] = [
            (.gateway(.sqlite, isFull: true), try await GatewayUnderTest(in: house, access: first.access, sink: sink)),
            (.gateway(.postgres, isFull: true), try await GatewayUnderTest(in: copy, access: first.access, sink: sink)),
        ]
        return (gateways, bytes)
    }

    var inbound: [Contender] {
        let url = bare.url
        return [
            Contender(.bare, passesOn: false) {
                .form(url + "/hooks", TwilioForm.inbound($0, from: TwilioForm.customer($0)))
            }
        ]
            + kannels.map { who, kannel in
                Contender(who, passesOn: true, diskUse: { try kannel.diskUse() }) { kannel.deliver($0) }
            }
            + gateways.map { who, gateway in
                Contender(who, passesOn: false, diskUse: { try await gateway.diskUse() }) { gateway.webhook($0) }
            }
    }

    var outbound: [Contender] {
        let url = bare.url
        return [
            Contender(.bare, passesOn: false) {
                .form(url + "/2010-04-01/Accounts/AC/Messages.json", TwilioForm.outbound($0))
            }
        ]
            + kannels.map { who, kannel in
                Contender(who, passesOn: true, diskUse: { try kannel.diskUse() }) { kannel.send($0) }
            }
            + gateways.map { who, gateway in
                Contender(who, passesOn: true, diskUse: { try await gateway.diskUse() }) { gateway.notify($0) }
            }
    }

    /// Of everybody but the bare server, in MB.
    ///
    /// - Parameter bytes: what is asked of each process.
    func memory(_ bytes: (ProcessUsage) throws -> Int) throws -> [Contestant: Int] {
        var processes = gateways.map { (who: $0.who, usages: [$0.gateway.usage]) }
        for (who, kannel) in kannels { processes.append((who, kannel.usages)) }
        return try processes.reduce(into: [:]) { found, process in
            found[process.who] = try process.usages.reduce(0) { try $0 + bytes($1) } / 1_000_000
        }
    }

    func stop() async {
        for (_, gateway) in gateways { await gateway.stop() }
        for (_, kannel) in kannels { await kannel.stop() }
        await bare.stop()
    }
}
