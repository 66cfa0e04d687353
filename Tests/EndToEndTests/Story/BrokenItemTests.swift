import ConnectorKit
import ConnectorTestKit
import Foundation
import Gateway
import GatewayModel
import MockPlatform
import MockSMS
import Storage
import Testing

/// What can go wrong on Twilio's side, one thing at a time.
@Suite("The SMS checklist on a platform that breaks")
struct BrokenItemTests {
    struct Break: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let item: String
        var verdict = Verdict.red
        /// The items that cannot be judged without it, and what each says that it waits for.
        var waiting: [String: String] = [:]
        let happens: @Sendable (Workbench) async throws -> Void
        /// The fix that is offered, or what the advice says.
        let isMended: @Sendable (Workbench) async throws -> Void
    }

    private static let behindAccount = [
        "number": "account", "webhook": "number", "inbound": "webhook", "reports": "account", "queue": "account",
    ]

    private static let breaks = [
        Break(
            testDescription: "the account is suspended", item: "account", waiting: behindAccount,
            happens: { bench in bench.mock.configure { $0.accountStatus = .suspended } },
            isMended: { bench in bench.mock.configure { $0.accountStatus = .active } }),
        Break(
            testDescription: "the number is gone", item: "number",
            waiting: ["webhook": "number", "inbound": "webhook"],
            happens: { bench in bench.mock.remove(Workbench.number) },
            isMended: { bench in
                // Bought back: a number as new, that goes nowhere yet.
                bench.mock.put(MockNumber(Workbench.number))
                let half = try await bench.parts.checklists.check(bench.connection)
                #expect(half.items.first { $0.id == "webhook" }?.verdict == .red)
                _ = try await bench.parts.checklists.fix("webhook", of: bench.connection, by: "test")
            }),
        Break(
            testDescription: "the webhook points elsewhere", item: "webhook", waiting: ["inbound": "webhook"],
            happens: { bench in bench.mock.update(Workbench.number) { $0.smsURL = "https://other.example/" } },
            isMended: { bench in
                _ = try await bench.parts.checklists.fix("webhook", of: bench.connection, by: "test")
                try await bench.mock.text(from: Workbench.phone, to: Workbench.number, body: "It comes here.")
            }),
        Break(
            testDescription: "an application stands before the webhook", item: "webhook",
            waiting: ["inbound": "webhook"],
            happens: { bench in bench.mock.update(Workbench.number) { $0.smsApplicationSid = "AP1" } },
            isMended: { bench in
                _ = try await bench.parts.checklists.fix("webhook", of: bench.connection, by: "test")
            }),
        Break(
            testDescription: "the token was rotated", item: "account", waiting: behindAccount,
            happens: { bench in bench.mock.configure { $0.authToken = "another-auth-token" } },
            isMended: { bench in
                let begun = try await bench.parts.connecting.begin(.reconnect(bench.connection), by: "test")
                guard case .asking(let session, _, let step) = begun else { throw ProgramFailure("nothing is asked") }
                let reply = ConnectingReply(step: step.id, settings: ["authToken": "another-auth-token"])
                let end = try await bench.parts.connecting.answer(session, reply, by: "test")
                guard case .connected = end else { throw ProgramFailure("it does not end: \(end)") }
            }),
        Break(
            testDescription: "no status callback arrives", item: "reports",
            happens: { bench in
                bench.mock.faults.add(.drop, on: .statusCallback, times: nil)
                try await bench.send(3, reported: false)
                bench.clock.advance(by: .seconds(601))
            },
            isMended: { bench in
                bench.mock.faults.clear()
                try await bench.send(4, reported: true)
                bench.clock.advance(by: .seconds(601))
            }),
        Break(
            testDescription: "signatures fail", item: "signatures",
            happens: { bench in
                bench.mock.faults.add(.wrongSignature, on: .inbound, times: 3)
                for _ in 0..<3 {
                    try await bench.mock.text(from: Workbench.phone, to: Workbench.number, body: "Hello?")
                }
            },
            isMended: { bench in
                try await bench.mock.text(from: Workbench.phone, to: Workbench.number, body: "Hello!")
            }),
    ]

    @Test("One item turns, those that need it wait for it, and what the advice says turns it back", arguments: breaks)
    func turns(_ subject: Break) async throws {
        let bench = try await Workbench()
        try await bench.mock.text(from: Workbench.phone, to: Workbench.number, body: "Hello")
        let whole = try await bench.parts.checklists.check(bench.connection)
        #expect(whole.items.allSatisfy { $0.verdict == .green }, "\(whole.items)")

        try await subject.happens(bench)
        let broken = try await bench.parts.checklists.check(bench.connection)
        #expect(broken.overall == .red)
        for item in broken.items {
            if item.id == subject.item {
                #expect(item.verdict == subject.verdict, "\(item)")
                #expect(item.advice != nil)
            } else if let needed = subject.waiting[item.id] {
                #expect(item.verdict == .unknown, "\(item)")
                #expect(item.waitsFor == needed)
                #expect(item.fix == nil)
            } else {
                #expect(item.verdict == .green, "\(item)")
            }
        }

        try await subject.isMended(bench)
        let mended = try await bench.parts.checklists.check(bench.connection)
        #expect(mended.items.allSatisfy { $0.verdict == .green }, "\(mended.items)")
        let events = try await bench.store.read { try $0.events(after: 0, limit: 1000).map(\.event) }
        let told = events.filter { $0.kind == .connectionChecklistChanged }.compactMap(\.value)
        #expect(told.first == "green" && told.last == "green" && told.contains("red"))
        await bench.end()
    }

    @Test("After an hour without a gateway, 200 texts are there once, in order, with one that came live between them")
    func anHourDown() async throws {
        let bench = try await Workbench(sharesTime: true)
        try await bench.mock.text(from: Workbench.phone, to: Workbench.number, body: "before")
        try await bench.goDown()
        var expected = ["before"]
        for number in 0..<200 {
            bench.clock.advance(by: .seconds(18))
            bench.mock.clock.advance(by: .seconds(18))
            let text = number == 100 ? "STOP" : number == 150 ? "START" : "text \(number)"
            try await bench.mock.text(from: Workbench.phone, to: Workbench.number, body: text)
            expected.append(text)
        }
        try await bench.comeUp()
        #expect(try await bench.parts.catchUp.drain() == 200)
        try await bench.mock.text(from: Workbench.phone, to: Workbench.number, body: "live")
        #expect(try await bench.parts.catchUp.drain() == 0)
        let texts = try await bench.store.read { transaction in
            try transaction.conversations(ConversationFilter(contactPoint: .default), Page(after: nil, limit: 100))
                .reversed().flatMap {
                    try transaction.messages(of: $0.id, Page(after: nil, limit: 1000))
                }.filter { $0.direction == .inbound }.map { $0.text ?? "" }
        }
        #expect(texts == expected + ["live"])
        let phone = Address(kind: .phone, value: Workbench.phone)
        #expect(try await bench.store.read { try $0.stopEntry(for: phone, at: .default)?.isStopped } == false)
        await bench.end()
    }
}
