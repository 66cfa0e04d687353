import GatewayModel

/// What rules of availability ask for besides the time.
struct AvailabilityFacts: Sendable, Equatable {
    var waitingConversations = 0
    var availableAgents = 0
    var agentCapacity = 0

    subscript(figure: AvailabilityFigure) -> Int {
        switch figure {
        case .waitingConversations: waitingConversations
        case .availableAgents: availableAgents
        case .agentCapacity: agentCapacity
        }
    }

    init() {}

    init(waiting: Int, agents: [AgentLoad]) {
        waitingConversations = waiting
        availableAgents = agents.count { $0.room > 0 }
        agentCapacity = agents.reduce(0) { $0 + $1.room }
    }
}
