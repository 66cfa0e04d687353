import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Timers: random histories against a model")
struct RandomTimerTests {
    private enum Step: CaseIterable {
        case question, keyword, answer, start, notification, close
        case second, minutes, days, back, forward
        case set, clear, change, partly, restart
    }

    private static let customers = ["+491", "+492", "+493", "+494", "+495"]
    private static let lengths = ["1s", "20s", "1m", "5m", "1h", "30h"]
    private static let places = [TestGateway.sales, TestGateway.service]
    private static let platform = Platform(rawValue: "test")
    private static let scopes: [TimerScope] =
        [.tenant] + places.flatMap { [.contactPoint($0), .platform(platform, at: $0)] }

    @Test(
        "Whatever is said, set, turned and killed, what expires is what must", arguments: 1...24 as ClosedRange<UInt64>)
    func history(seed: UInt64) async throws {
        var dice = SeededGenerator(seed: seed)
        let declared = seed.isMultiple(of: 2) ? "2m - 1h" : "- - -"
        let connector = TestConnector(timers: TimerSettings(words: declared))
        var world = World(
            gateway: try await TestGateway.make(connectors: [connector]), connector: connector,
            model: TimerModel(
                declared: seed.isMultiple(of: 2) ? [.response: 120, .close: 3600] : [:], platform: Self.platform))
        for number in 0..<70 {
            let step = Step.allCases.randomElement(using: &dice)!
            try await Self.play(step, &world, &dice)
            try await world.check("seed \(seed), step \(number): \(step)")
        }
    }

    private static func play(_ step: Step, _ world: inout World, _ dice: inout SeededGenerator) async throws {
        let customer = customers.randomElement(using: &dice)!
        let place = places.randomElement(using: &dice)!
        switch step {
        case .question: try await world.write("Hello", .question, customer, place)
        case .keyword:
            // Who has stopped could not be answered: START lifts what STOP did.
            try await world.write("STOP", .keyword, customer, place)
            try await world.write(["START", "HELP"].randomElement(using: &dice)!, .keyword, customer, place)
            try await world.write("START", .keyword, customer, place)
        case .answer: try await world.reply(customer, place)
        case .start: try await world.start(customer, place)
        case .notification: try await world.notify(customer, place)
        case .close: try await world.close(customer, place)
        case .second: try await world.turn(Int.random(in: 1...30, using: &dice))
        case .minutes: try await world.turn(Int.random(in: 60...4000, using: &dice))
        case .days: try await world.turn(Int.random(in: 1...3, using: &dice) * 86400)
        case .back: try await world.turn(-Int.random(in: 2...20_000, using: &dice))
        case .forward: try await world.turn(Int.random(in: 1...400, using: &dice) * 86400)
        case .set, .change:
            let length = lengths.randomElement(using: &dice)!
            try await world.set(
                length, ConversationTimer.allCases.randomElement(using: &dice)!,
                in: scopes.randomElement(using: &dice)!)
            if step == .set { try await world.turn(0) }
        case .clear:
            try await world.set(
                nil, ConversationTimer.allCases.randomElement(using: &dice)!, in: scopes.randomElement(using: &dice)!)
        case .partly: try await world.partly()
        case .restart:
            try await world.restart(after: Bool.random(using: &dice) ? -Int.random(in: 2...9000, using: &dice) : 0)
        }
    }
}

/// The gateway and the model of it, to both of which the same happens.
private struct World {
    var gateway: TestGateway
    let connector: TestConnector
    var model: TimerModel

    private var now: Int { Int(gateway.now.milliseconds / 1000) }
    private static func number(_ place: ContactPointID) -> String {
        place == TestGateway.sales ? TestGateway.salesNumber : TestGateway.serviceNumber
    }

    mutating func write(
        _ text: String, _ what: TimerModel.Said, _ customer: String, _ place: ContactPointID
    ) async throws {
        try await gateway.customerWrites(text, from: customer, to: Self.number(place))
        model.say(what, customer, place, at: now)
    }

    mutating func reply(_ customer: String, _ place: ContactPointID) async throws {
        let address = Address(kind: .phone, value: customer)
        guard let open = try await gateway.openConversation(of: address, at: place) else { return }
        try await gateway.reply(to: open.id, "Hi")
        model.say(.answer, customer, place, at: now)
    }

    mutating func start(_ customer: String, _ place: ContactPointID) async throws {
        try await gateway.start("Hi", to: customer, at: place)
        model.say(.answer, customer, place, at: now)
    }

    mutating func notify(_ customer: String, _ place: ContactPointID) async throws {
        try await gateway.notify("News", to: customer, at: place)
        model.say(.notification, customer, place, at: now)
    }

    mutating func close(_ customer: String, _ place: ContactPointID) async throws {
        let address = Address(kind: .phone, value: customer)
        guard let open = try await gateway.openConversation(of: address, at: place) else { return }
        try await gateway.close(open.id)
        model.close(customer, place, at: now)
    }

    mutating func turn(_ seconds: Int) async throws {
        try await gateway.tick(.seconds(seconds))
        model.look(at: now)
    }

    func setting(_ length: String?, _ timer: ConversationTimer, in scope: TimerScope) async throws {
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.timers.change(in: scope, by: "admin", in: $0) { settings in
                settings[timer] = length.flatMap { TimerLength($0) }
            }
        }
    }

    mutating func set(_ length: String?, _ timer: ConversationTimer, in scope: TimerScope) async throws {
        try await setting(length, timer, in: scope)
        model.set[scope, default: [:]][timer] = length.flatMap { TimerLength($0)?.seconds }
    }

    /// A process that dies in the middle of whatever it had to do.
    mutating func partly() async throws {
        let keeper = Timekeeper(
            gateway.parts.surroundings, store: gateway.store, meters: Meters(), batch: 2, logger: .quiet)
        try await keeper.step()
        gateway = try gateway.restarted(connectors: [connector])
        try await turn(0)
    }

    mutating func restart(after seconds: Int) async throws {
        gateway.pass(.seconds(seconds))
        gateway = try gateway.restarted(connectors: [connector])
        try await turn(0)
    }

    func check(_ place: String) async throws {
        let told = try await gateway.store.read { transaction in
            try transaction.events(after: 0, limit: 100_000).map(\.event).filter {
                $0.kind.rawValue.hasPrefix("conversation.")
            }.map { event in
                TimerModel.Told(
                    what: String(event.kind.rawValue.dropFirst("conversation.".count)),
                    customer: try event.conversation.flatMap { try transaction.conversation($0) }?.customer.value ?? "",
                    contactPoint: try #require(event.contactPoint),
                    at: Int(event.at.milliseconds / 1000))
            }
        }
        // In the order in which it was told, of each customer at each contact point.
        for talk in model.talks {
            let (customer, contactPoint) = (talk.customer, talk.contactPoint)
            let found = told.filter { $0.customer == customer && $0.contactPoint == contactPoint }
            let expected = model.told.filter { $0.customer == customer && $0.contactPoint == contactPoint }
            #expect(found.map(\.description) == expected.map(\.description), "\(place), \(customer)")
        }
        #expect(told.count == model.told.count, "\(place)")
        for contactPoint in [TestGateway.sales, TestGateway.service] {
            let found = try await gateway.conversations(at: contactPoint)
            for conversation in found {
                #expect((conversation.clocks.dueAt != nil) == conversation.state.isOpen, "\(place)")
            }
            let states = found.map { "\($0.customer.value) \($0.state.rawValue)" }
            let expected = model.talks.filter { $0.contactPoint == contactPoint }.map {
                "\($0.customer) \($0.state.rawValue)"
            }
            #expect(states.sorted() == expected.sorted(), "\(place)")
        }
    }
}
