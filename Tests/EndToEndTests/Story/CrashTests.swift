import Foundation
import MockPlatform
import MockSMS
import Testing

/// `kill -9` in the middle of everything, again and again.
@Suite("A process that is killed", .serialized)
struct CrashTests {
    private static let campaign = KillCampaign(ProcessInfo.processInfo.environment)
    private static let perRound = 2000
    private static let atOnce = 32
    /// In each round and each direction: the one that is the slower of the two gets little of a busy machine.
    private static let fewestPerRound = 40

    /// The look-up interval is short, for nobody wants to wait; its meaning is the same.
    private static let settings = ["GATEHOUSE_SENDS_LOOK_UP_INTERVAL": "1", "GATEHOUSE_LOG_LEVEL": "error"]

    @Test("Loses nothing it acknowledged and sends nothing twice", .timeLimit(campaign.timeLimit))
    func killedInTheMiddle() async throws {
        let house = try await Installation(
            settings: try Self.campaign.settings().merging(Self.settings) { _, own in own })
        let ledger = Ledger()
        for round in 1...Self.campaign.rounds {
            try await withThrowingTaskGroup { group in
                let traffic = Traffic(house, round: round, ledger: ledger)
                group.addTask { await traffic.inbound(Self.perRound, atOnce: Self.atOnce) }
                group.addTask { await traffic.outbound(Self.perRound, atOnce: Self.atOnce) }
                // Somewhere in the middle: another place in each round, never at the edges.
                let moment = Self.perRound / 8 + (round * 7919) % (Self.perRound / 2)
                let gateway = house.gateway
                group.addTask {
                    // By turns counting what comes in and everything: the two do not run at one speed.
                    try await Self.untilThrough(moment) {
                        round.isMultiple(of: 2) ? ledger.count(of: round) : ledger.inboundCount(of: round)
                    }
                    await gateway.kill()
                }
                try await group.waitForAll()
            }
            try await house.restart()
        }
        // Nothing but figures: a busy machine may answer too late, and nobody was given a word then.
        print("\(ledger.refused) were not answered in time, or refused, before a kill")
        try await settle(house, ledger)
        try await checkInbound(house, ledger)
        checkOutbound(house, ledger)
        await house.end()
    }

    /// However slow the machine is: only where nothing at all gets through any more has something failed.
    private static func untilThrough(
        _ moment: Int, lookingEvery pause: Duration = .milliseconds(20), patience: Duration = .seconds(60),
        _ count: () -> Int
    ) async throws {
        var last = 0
        var since = ContinuousClock.now
        while last < moment {
            let now = count()
            if now > last { (last, since) = (now, .now) }
            guard ContinuousClock.now - since < patience else {
                throw ProgramFailure("\(last) of \(moment) messages are through, and for \(patience) no other")
            }
            try await Task.sleep(for: pause)
        }
    }

    /// Waits until nothing is under way any more: what was accepted faster than it leaves, and what was cut off, which is
    /// looked up twice before it is sent again, on PostgreSQL when the lease of the killed one is over.
    private func settle(_ house: Installation, _ ledger: Ledger) async throws {
        let accepted = ledger.accepted
        try await Self.untilThrough(accepted.count, lookingEvery: .seconds(1), patience: .seconds(180)) {
            Set(house.mock.messages(newest: .max).filter { $0.direction != .inbound }.map(\.body))
                .intersection(accepted).count
        }
        // Another two look-ups' time, in which a second copy would come.
        try await Task.sleep(for: .seconds(4))
    }

    private func checkInbound(_ house: Installation, _ ledger: Ledger) async throws {
        let stored = try await house.api.transcripts().joined().reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let lost = ledger.acknowledged.filter { stored[$0] == nil }
        let doubled = stored.filter { $0.value > 1 }
        print(
            Self.campaign.figures(
                "inbound acknowledged", messages: ledger.acknowledged.count, lost: lost.count, doubled: doubled.count))
        #expect(ledger.acknowledged.count > Self.campaign.rounds * Self.fewestPerRound)
        #expect(lost.isEmpty)
        #expect(doubled.isEmpty)
    }

    private func checkOutbound(_ house: Installation, _ ledger: Ledger) {
        var atMock: [String: Int] = [:]
        for message in house.mock.messages(newest: .max) where message.direction != .inbound {
            atMock[message.body, default: 0] += 1
        }
        let lost = ledger.accepted.filter { atMock[$0] == nil }
        let doubled = atMock.filter { $0.value > 1 }
        print(
            Self.campaign.figures(
                "outbound accepted", messages: ledger.accepted.count, lost: lost.count, doubled: doubled.count))
        #expect(ledger.accepted.count > Self.campaign.rounds * Self.fewestPerRound)
        #expect(lost.isEmpty)
        #expect(doubled.isEmpty)
    }

    @Test("With a list that lags, the documented rule applies: sent again, and marked as a possible duplicate")
    func laggingList() async throws {
        let house = try await Installation(settings: Self.settings)
        // The request arrives, its answer does not, and no callback comes: only the list could tell, and it lags.
        house.mock.faults.listLag = .seconds(3600)
        house.mock.faults.add(.cutAfterAccepting, on: .createMessage)
        house.mock.faults.add(.drop, on: .statusCallback, times: nil)
        let sent = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155550100", "text": "Hello"]
        ).expect(202)
        let path = "/v1/messages/\(sent["results"][0]["message"].string ?? "")"
        try await eventually("it counts as sent") {
            try await house.api.get(path).expect(200)["message"]["status"] == "sent"
        }
        let attempts = try await house.api.get(path).expect(200)["attempts"].array
        #expect(attempts.map { $0["outcome"] } == ["unknown", "accepted"])
        #expect(attempts.map { $0["possibleDuplicate"] } == [false, true])
        let copies = house.mock.messages(to: "+14155550100").count
        print("with a lagging list: \(copies) copies of 1 message")
        #expect(copies == 2)
        await house.end()
    }

    @Test("A callback proves what the answer could not: nothing is sent twice")
    func callbackProves() async throws {
        let house = try await Installation(settings: Self.settings)
        house.mock.faults.listLag = .seconds(3600)
        house.mock.faults.add(.cutAfterAccepting, on: .createMessage)
        let sent = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155550100", "text": "Hello"]
        ).expect(202)
        let path = "/v1/messages/\(sent["results"][0]["message"].string ?? "")"
        try await eventually("it is delivered") {
            try await house.api.get(path).expect(200)["message"]["status"] == "delivered"
        }
        #expect(house.mock.messages(to: "+14155550100").count == 1)
        await house.end()
    }
}
