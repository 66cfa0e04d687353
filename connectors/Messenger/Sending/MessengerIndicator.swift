import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes

/// Meta, Send API, sender actions: dots that move, for 20 seconds at most, and the picture that stands for read.
enum MessengerIndicator {
    static func show(
        _ indicator: Indicator, to customer: Address, from connection: OpenConnection,
        over transport: any HTTPTransport
    ) async throws(GraphTrouble) {
        let reader = try GraphReader(connection.app, over: transport)
        let page = connection.address.value
        guard MessengerAddress.isID(page), MessengerAddress.isID(customer.value),
            let token = connection.app.secrets.current(MetaApp.Key.pageToken(of: page))?.reveal(), !token.isEmpty
        else { throw .noAnswer("There is no access token for this page. Associate the user again.") }
        var call = reader.app.call(.post, "\(page)/messages", as: token)
        call.headers[.contentType] = "application/json"
        call.body = Array(#"{"recipient":{"id":"\#(customer.value)"},"sender_action":"\#(word(for: indicator))"}"#.utf8)
        _ = try await reader.answer(to: call)
    }

    private static func word(for indicator: Indicator) -> String {
        switch indicator {
        case .typing: "typing_on"
        case .seen: "mark_seen"
        }
    }
}
