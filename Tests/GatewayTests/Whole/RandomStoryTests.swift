import Gateway
import GatewayModel
import Testing

@Suite("Random stories against a model")
struct RandomStoryTests {
    @Test("Whatever happens in whatever order, the promises hold", arguments: 1...12 as ClosedRange<UInt64>)
    func story(seed: UInt64) async throws {
        let gateway = try await TestGateway.make(connectors: [LookUpConnector()])
        var dice = SeededGenerator(seed: seed)
        var model = StoryModel()
        for number in 0..<60 {
            let step = StoryModel.Step.allCases.randomElement(using: &dice) ?? .inbound
            let customer = StoryModel.customers.randomElement(using: &dice) ?? StoryModel.customers[0]
            try await play(step, customer, "m\(number)", &model, in: gateway)
            try await check(model, in: gateway, "seed \(seed), step \(number): \(step) of \(customer)")
        }
        // Time heals what can be healed: in the end nothing is left in the air.
        for _ in 0..<6 { try await gateway.wait(.seconds(60)) }
        #expect(try await gateway.messagesOnOutbox() == 0, "seed \(seed)")
        try await check(model, in: gateway, "seed \(seed), the end")
    }

    private func play(
        _ step: StoryModel.Step, _ customer: String, _ text: String, _ model: inout StoryModel, in gateway: TestGateway
    ) async throws {
        let address = Address(kind: .phone, value: customer)
        let before = gateway.platform.sends.count
        switch step {
        case .inbound: try await gateway.customerWrites(text, from: customer)
        case .stop: try await gateway.customerWrites("STOP", from: customer)
        case .start: try await gateway.customerWrites("START", from: customer)
        case .reply:
            guard let conversation = try await gateway.openConversation(of: address) else { return }
            let wasTaken = try await taken { try await gateway.reply(to: conversation.id, text) }
            #expect(wasTaken != model.stopped.contains(customer))
            if wasTaken { model.replies[customer, default: []].append(text) }
        case .notify:
            let wasTaken = try await taken { try await gateway.notify(text, to: customer) }
            #expect(wasTaken != model.stopped.contains(customer))
        case .close:
            guard let conversation = try await gateway.openConversation(of: address) else { return }
            try await gateway.close(conversation.id)
        case .drain: try await gateway.drain()
        case .pass: gateway.pass(.seconds(7))
        case .fail: gateway.platform.answer(.status(503))
        case .cut: gateway.platform.answer(.cutOff)
        case .report:
            guard let call = gateway.platform.sends.last else { return }
            try await gateway.report(.delivered, on: call, platformID: "late \(text)")
        }
        model.follow(step, customer)
        // What left in this step left for people who were not stopped: nobody stops within a drain.
        for call in gateway.platform.sends.dropFirst(before) where !call.text.contains("You are unsubscribed") {
            #expect(!model.stopped.contains(call.to), "\(call.text) left for somebody who is stopped")
        }
    }

    private func taken(_ send: () async throws -> Message) async throws -> Bool {
        do {
            _ = try await send()
            return true
        } catch let refusal as Refusal where refusal.code == "stop-list" {
            return false
        }
    }

    private func check(_ model: StoryModel, in gateway: TestGateway, _ where: String) async throws {
        for customer in StoryModel.customers {
            let address = Address(kind: .phone, value: customer)
            let conversations = try await gateway.conversations().filter { $0.customer == address }
            let isOpen = conversations.contains { $0.state.isOpen }
            #expect(conversations.count { $0.state.isOpen } <= 1, "\(`where`)")
            #expect(isOpen == model.open.contains(customer), "\(`where`)")
            #expect(try await gateway.isStopped(address) == model.stopped.contains(customer), "\(`where`)")
            // Replies leave in the order in which they were written; repeats of one do not change it.
            let left = gateway.platform.sends.filter { $0.to == customer }.map(\.text)
            var firsts: [String] = []
            for text in left where !firsts.contains(text) { firsts.append(text) }
            let written = model.replies[customer] ?? []
            let replies = firsts.filter(written.contains)
            #expect(replies == written.filter(replies.contains), "\(`where`)")
        }
    }
}

/// What must be true of conversations and stop lists, kept in the simplest way there is.
struct StoryModel {
    static let customers = ["+491", "+492", "+493"]

    enum Step: CaseIterable { case inbound, stop, start, reply, notify, close, drain, pass, fail, cut, report }

    var open: Set<String> = []
    var stopped: Set<String> = []
    var replies: [String: [String]] = [:]

    mutating func follow(_ step: Step, _ customer: String) {
        switch step {
        case .inbound: open.insert(customer)
        case .stop:
            open.insert(customer)
            stopped.insert(customer)
        case .start:
            open.insert(customer)
            stopped.remove(customer)
        case .close: open.remove(customer)
        case .reply, .notify, .drain, .pass, .fail, .cut, .report: break
        }
    }
}

/// The same sequence for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
