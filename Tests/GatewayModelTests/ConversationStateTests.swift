import GatewayModel
import Testing

@Suite("The state of a conversation")
struct ConversationStateTests {
    private static let table: [ConversationState: [ConversationChange: ConversationState]] = [
        .new: [
            .inbound: .new, .keyword: .new, .reply: .active, .inactiveTimer: .inactive, .closedByPerson: .closed,
        ],
        .active: [
            .inbound: .active, .keyword: .active, .reply: .active, .inactiveTimer: .inactive, .closedByPerson: .closed,
        ],
        .inactive: [
            .inbound: .active, .keyword: .active, .reply: .active, .closeTimer: .closed, .closedByPerson: .closed,
        ],
        .closed: [:],
    ]

    @Test("The whole table", arguments: ConversationState.allCases)
    func after(state: ConversationState) throws {
        let row = try #require(Self.table[state])
        for change in ConversationChange.allCases {
            #expect(state.after(change) == row[change], "\(state) after \(change)")
        }
    }

    @Test("Open means not closed", arguments: ConversationState.allCases)
    func isOpen(state: ConversationState) {
        #expect(state.isOpen == (state != .closed))
    }
}
