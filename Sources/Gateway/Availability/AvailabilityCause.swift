import GatewayModel

/// What decided a rule: a word for programs, and a sentence for a person.
///
/// No figures are in it: who waits in a chat is not told how many others do, and nobody is told again because one more
/// came.
struct AvailabilityCause: Sendable, Equatable {
    let code: String
    let explanation: String

    static let outsideHours = AvailabilityCause(code: "outsideHours", explanation: "It is outside the hours.")
    /// Hours in which nobody is to be there.
    static let insideHours = AvailabilityCause(code: "closedHours", explanation: "It is within closed hours.")
    static let offDates = AvailabilityCause(code: "outsideDates", explanation: "It is none of the days that were set.")
    static let noCondition = AvailabilityCause(code: "never", explanation: "The rules never hold.")
    static let archived = AvailabilityCause(code: "archived", explanation: "The contact point is archived.")

    static func onDate(_ label: String?) -> AvailabilityCause {
        AvailabilityCause(code: "holiday", explanation: label.map { "Closed: \($0)." } ?? "It is a closed day.")
    }

    private init(code: String, explanation: String) {
        self.code = code
        self.explanation = explanation
    }

    /// - Parameter isTooHigh: whether it decides because it is so high, and not because it is so low.
    init(_ figure: AvailabilityFigure, isTooHigh: Bool) {
        switch (figure, isTooHigh) {
        case (.waitingConversations, true): self.init(code: "queueFull", explanation: "Too many customers wait.")
        case (.waitingConversations, false): self.init(code: "queueShort", explanation: "Too few customers wait.")
        case (.availableAgents, false): self.init(code: "noAgents", explanation: "Not enough agents are available.")
        case (.availableAgents, true): self.init(code: "manyAgents", explanation: "Too many agents are available.")
        case (.agentCapacity, false): self.init(code: "noCapacity", explanation: "The agents have their hands full.")
        case (.agentCapacity, true): self.init(code: "muchCapacity", explanation: "The agents have too little to do.")
        }
    }
}
