import ConnectorKit
import Gateway
import GatewayModel

/// Nouns with nothing special about them.
enum Samples {
    static let sales = ContactPointID("sales")!
    static let service = ContactPointID("service")!
    static let platform = Platform(rawValue: "test")
    static let connection = ID<Connection>(rawValue: 1)
    static let app = ID<PlatformApp>(rawValue: 1)

    static func time(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }
    static func address(_ number: Int) -> Address { Address(kind: .phone, value: "+49\(number)") }
    static func message(_ number: Int64) -> ID<Message> { ID(rawValue: number) }

    static func connection(
        _ number: Int64 = 1, at contactPoint: ContactPointID = sales, address: String? = nil, app: Int64 = 1
    ) -> Connection {
        Connection(
            id: ID(rawValue: number), contactPoint: contactPoint, platform: platform, app: ID(rawValue: app),
            address: Address(kind: .phone, value: address ?? "+1555\(number)"), label: "Number \(number)",
            settings: ["a": "b"],
            sending: number == 1 ? .standard : .incomingOnly(divertsTo: connection),
            optOutReplies: .carrier, pacing: Pacing(unitsPerSecond: 1.5, burst: 3), stateReason: "why",
            stateSince: time(5))
    }

    static func conversation(
        _ number: Int64, of customer: Int = 1, at contactPoint: ContactPointID = sales,
        _ state: ConversationState = .new
    ) -> Conversation {
        Conversation(
            id: ID(rawValue: number), contactPoint: contactPoint, platform: platform, connection: connection,
            customer: address(customer), state: state, owner: "somebody", answersNotification: ID(rawValue: 9),
            externalReference: "ticket \(number)", clocks: clocks(dueAt: state.isOpen ? number : nil),
            createdAt: time(1), updatedAt: time(2))
    }

    /// Everything that a conversation can have of clocks, though no conversation has all of it.
    static func clocks(dueAt: Int64?) -> ConversationClocks {
        ConversationClocks(
            unansweredSince: time(3), isOverdue: true, silence: LastWord(message: message(4), at: time(5)),
            inactiveSince: time(6), dueAt: dueAt.map(time))
    }

    static func message(
        _ number: Int64, in conversation: Int64? = 1, to customer: Int = 1, _ purpose: Message.Purpose = .reply,
        _ status: DeliveryStatus = .queued
    ) -> Message {
        Message(
            id: ID(rawValue: number), conversation: conversation.map { ID(rawValue: $0) }, contactPoint: sales,
            connection: connection, customer: address(customer), direction: .outbound, purpose: purpose,
            author: "somebody", text: "text \(number)",
            media: [RemoteMedia(url: "https://platform.test/1", contentType: "image/png")], mark: .stop,
            details: ["x": "y"], status: status,
            statusReason: StatusReason(code: "c", platformCode: "p", explanation: "e"), createdAt: time(number),
            statusAt: time(number))
    }

    static func entry(
        _ number: Int64, to customer: Int = 1, _ purpose: Message.Purpose = .reply, on connection: Int64 = 1,
        dueAt: Int64 = 0, at contactPoint: ContactPointID = sales
    ) -> OutboxEntry {
        OutboxEntry(
            message: ID(rawValue: number), contactPoint: contactPoint, connection: ID(rawValue: connection),
            customer: address(customer), purpose: purpose, dueAt: time(dueAt), agesFrom: time(number))
    }

    static func waiting(
        _ position: Int64, lane: String, of subscriber: Int64 = 1, dueAt: Int64 = 0, epoch: Int64 = 0
    ) -> WaitingDelivery {
        WaitingDelivery(
            subscriber: ID(rawValue: subscriber), position: position, lane: lane, epoch: epoch, dueAt: time(dueAt))
    }

    static func delivery(_ number: Int64, _ outcome: Delivery.Outcome, of subscriber: Int64 = 1) -> Delivery {
        Delivery(
            id: ID(rawValue: number), subscriber: ID(rawValue: subscriber), position: number, at: time(number),
            duration: .milliseconds(5), outcome: outcome, status: 204, error: nil)
    }

    static func user(
        _ number: Int64, level: PermissionLevel = .agent, roles: [RoleID] = [], _ state: User.State = .active
    ) -> User {
        User(
            id: ID(rawValue: number), email: "user\(number)@our.test", name: "User \(number)", level: level,
            roles: roles, state: state, createdAt: time(number))
    }

    static func stopEntry(_ customer: Int, isStopped: Bool = true, at contactPoint: ContactPointID = sales) -> StopEntry
    {
        StopEntry(
            contactPoint: contactPoint, address: address(customer), isStopped: isStopped, source: .import,
            actor: "somebody", since: time(3))
    }
}
