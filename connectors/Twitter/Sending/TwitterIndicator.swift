import ConnectorKit
import GatewayModel

/// X: typing indicators and read receipts, which only v1.1 has.
enum TwitterIndicator {
    static func show(
        _ indicator: Indicator, to customer: Address, after details: [String: String],
        from connection: OpenConnection, _ signing: TwitterSigning, over transport: any HTTPTransport
    ) async throws(TwitterTrouble) {
        let reader = try TwitterReader(connection.app, signing, over: transport)
        let user: TwitterApp.Caller
        do { user = try connection.app.caller(connection.address.value, at: signing.clock.now) } catch {
            throw .noAnswer(error.explanation)
        }
        guard !user.isBearer else {
            throw .noAnswer("X shows customers what goes on here only for accounts that signed in by OAuth 1.0a.")
        }
        let recipient = (name: "recipient_id", value: customer.value)
        switch indicator {
        case .typing:
            _ = try await reader.answer(
                to: reader.app.call("1.1/direct_messages/indicate_typing.json", form: [recipient], as: user))
        case .seen:
            guard let last = details[TwitterDetail.id], TwitterAddress.isID(last) else {
                throw .noAnswer("There is no message of the customer's that could be marked as read.")
            }
            _ = try await reader.answer(
                to: reader.app.call(
                    "1.1/direct_messages/mark_read.json",
                    form: [(name: "last_read_event_id", value: last), recipient], as: user))
        }
    }
}
