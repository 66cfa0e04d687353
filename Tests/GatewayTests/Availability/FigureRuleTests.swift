import GatewayModel
import Testing

@testable import Gateway

/// What is counted, how conditions are joined, and which of them tells why.
@Suite("Availability: figures, and rules joined")
struct FigureRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let rule: String
        let waiting: Int
        let agents: Int
        let capacity: Int
        let says: String

        init(_ rule: String, waiting: Int = 0, agents: Int = 0, capacity: Int = 0, _ says: String) {
            (self.rule, self.waiting, self.agents, self.capacity) = (rule, waiting, agents, capacity)
            self.says = says
        }

        var facts: AvailabilityFacts {
            var facts = AvailabilityFacts()
            (facts.waitingConversations, facts.availableAgents, facts.agentCapacity) = (waiting, agents, capacity)
            return facts
        }

        var testDescription: String { "\(rule) with \(waiting), \(agents), \(capacity)" }
    }

    private static let queue = #"{"waitingConversations": {"lessThan": 5}}"#
    private static let staff = #"{"availableAgents": {"atLeast": 1}}"#
    private static let room = #"{"agentCapacity": {"moreThan": 0}}"#
    private static let never = #"{"times": ["03:00-04:00"]}"#
    private static let ever = #"{"days": ["thursday"]}"#

    private static let figures: [Case] = [
        Case(queue, waiting: 4, "yes"), Case(queue, waiting: 5, "queueFull"),
        Case(#"{"waitingConversations": {"atMost": 5}}"#, waiting: 5, "yes"),
        Case(#"{"waitingConversations": {"atMost": 5}}"#, waiting: 6, "queueFull"),
        Case(#"{"waitingConversations": {"moreThan": 2}}"#, waiting: 2, "queueShort"),
        Case(#"{"not": {"waitingConversations": {"moreThan": 2}}}"#, waiting: 3, "queueFull"),
        Case(#"{"not": {"waitingConversations": {"moreThan": 2}}}"#, waiting: 2, "yes"),
        Case(staff, agents: 1, "yes"), Case(staff, "noAgents"),
        Case(#"{"not": {"availableAgents": {"lessThan": 3}}}"#, agents: 2, "noAgents"),
        Case(#"{"availableAgents": {"atMost": 3}}"#, agents: 4, "manyAgents"),
        Case(room, capacity: 1, "yes"), Case(room, "noCapacity"),
        Case(#"{"agentCapacity": {"lessThan": 3}}"#, capacity: 3, "muchCapacity"),
        Case(#"{"agentCapacity": {"atLeast": 0}}"#, "yes"),
        Case(#"{"agentCapacity": {"lessThan": 0}}"#, "muchCapacity"),
    ]

    private static let joined: [Case] = [
        Case(#"{"all": [\#(queue), \#(staff)]}"#, waiting: 9, "queueFull"),
        Case(#"{"all": [\#(staff), \#(queue)]}"#, waiting: 9, "noAgents"),
        Case(#"{"all": [\#(staff), \#(queue)]}"#, waiting: 9, agents: 1, "queueFull"),
        Case(#"{"all": [\#(ever), \#(staff), \#(queue)]}"#, agents: 1, "yes"),
        Case(#"{"all": [\#(never), \#(staff)]}"#, agents: 1, "outsideHours"),
        Case(#"{"any": [\#(never), \#(staff)]}"#, agents: 1, "yes"),
        Case(#"{"any": [\#(staff), \#(never)]}"#, "noAgents"),
        Case(#"{"any": [{"all": [\#(never), \#(staff)]}, {"all": [\#(ever), \#(room)]}]}"#, capacity: 1, "yes"),
        Case(#"{"any": [{"all": [\#(never), \#(staff)]}, {"all": [\#(ever), \#(room)]}]}"#, agents: 1, "outsideHours"),
        Case(#"{"not": {"any": [\#(never), \#(staff)]}}"#, "yes"),
        Case(#"{"not": {"any": [\#(never), \#(staff)]}}"#, agents: 1, "manyAgents"),
        Case(#"{"not": {"not": \#(staff)}}"#, "noAgents"),
        Case(#"{"not": {}}"#, "never"), Case(#"{"any": [\#(staff), {}]}"#, "yes"),
        Case(#"{"not": {"all": [{"not": {"any": [\#(never), \#(queue)]}}, \#(ever)]}}"#, waiting: 2, "yes"),
        Case(#"{"not": {"all": [{"not": {"any": [\#(never), \#(queue)]}}, \#(ever)]}}"#, waiting: 7, "outsideHours"),
    ]

    @Test("What is said", arguments: figures + joined)
    func says(example: Case) throws {
        // A Thursday.
        let status = AvailabilityJudge(try rule(example.rule), example.facts, zone: "UTC")
            .status(at: try moment(utc: "2026-01-01T12:00:00Z"))
        #expect(status.words == example.says)
        #expect((status.explanation == nil) == status.isAvailable)
        let digits = status.explanation?.contains(where: \.isNumber) ?? false
        #expect(!digits, "no figure is told")
    }

    @Test("What only figures decide, the clock never changes; and the moment counts with the figures as they are")
    func nextChange() throws {
        let now = try moment(utc: "2026-01-01T12:00:00Z")
        var facts = AvailabilityFacts()
        func next(_ json: String) throws -> Timestamp? {
            AvailabilityJudge(try rule(json), facts, zone: "UTC").status(at: now).nextChangeAt
        }
        let hours = #"{"times": ["09:00-17:00"]}"#
        #expect(try next(Self.staff) == nil)
        // Nobody is there: at five o'clock it is closed for another reason, if that is asked first.
        #expect(try next(#"{"all": [\#(hours), \#(Self.staff)]}"#) == moment(utc: "2026-01-01T17:00:00Z"))
        facts.availableAgents = 1
        #expect(try next(#"{"all": [\#(Self.staff), \#(hours)]}"#) == moment(utc: "2026-01-01T17:00:00Z"))
        facts.waitingConversations = 9
        #expect(try next(#"{"all": [\#(Self.queue), \#(hours)]}"#) == nil, "the queue is full at any time")
        #expect(try next(#"{"any": [\#(hours), \#(Self.staff)]}"#) == nil, "somebody is there at any time")
        #expect(try next(#"{"not": {"all": [\#(hours), \#(Self.queue)]}}"#) == nil)
        // It is closed at any time, but for another reason.
        let five = try moment(utc: "2026-01-01T17:00:00Z")
        #expect(try next(#"{"all": [\#(hours), \#(Self.queue)]}"#) == five)
        #expect(try next(#"{"not": {"any": [\#(hours), \#(Self.staff)]}}"#) == five)
    }

    @Test("Who is full is not available, and an overfull agent takes nothing from the others")
    func room() {
        func load(_ load: Int, of capacity: Int) -> AgentLoad {
            AgentLoad(user: ID(rawValue: 1), capacity: capacity, load: load)
        }
        let facts = AvailabilityFacts(
            waiting: 3, agents: [load(0, of: 5), load(5, of: 5), load(9, of: 5), load(0, of: 0)])
        #expect(facts.waitingConversations == 3)
        #expect(facts.availableAgents == 1)
        #expect(facts.agentCapacity == 5)
    }
}
