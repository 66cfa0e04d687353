import ConnectorKit
import GatewayModel
import HTTPTypes

@testable import TwitterConnector

/// The shapes of X's events.
enum XEvents {
    static func outcome(_ body: String) throws(WebhookRejection) -> WebhookOutcome { try outcome(Array(body.utf8)) }

    static func outcome(_ body: [UInt8]) throws(WebhookRejection) -> WebhookOutcome {
        try TwitterWebhook.receive(
            WebhookRequest(
                method: .post, url: "https://gateway.example/hooks/twitter/endpoint/events", route: "events",
                headers: [.contentType: "application/json"], body: body, receivedAt: Timestamp(milliseconds: 0)))
    }

    static func events(_ body: String) throws -> [PlatformEvent] { try outcome(body).events }

    /// One message event; the pieces are fields of its data, of the message and of the event.
    static func message(
        _ id: String, from sender: String = "88", to recipient: String = "77", data: String,
        at time: String = "1760000000123", create: String = "", event: String = ""
    ) -> String {
        """
        {"type":"message_create","id":"\(id)","created_timestamp":"\(time)"\(event),"message_create":{"target":\
        {"recipient_id":"\(recipient)"},"sender_id":"\(sender)"\(create),"message_data":{\(data)}}}
        """
    }

    static func read(_ last: String, at time: String = "1760000002000", to recipient: String = "77") -> String {
        """
        {"created_timestamp":"\(time)","sender_id":"88","target":{"recipient_id":"\(recipient)"},\
        "last_read_event_id":"\(last)"}
        """
    }

    /// As Account Activity has them.
    static func account(_ messages: [String], of user: String? = "77") -> String {
        account(list: #""direct_message_events":[\#(messages.joined(separator: ","))]"#, of: user)
    }

    static func account(list: String, of user: String? = "77") -> String {
        let owner = user.map { #""for_user_id":"\#($0)","# } ?? ""
        return """
            {\(owner)\(list),"apps":{"268278":{"id":"268278","name":"X Web App","url":"https://x.com"}},\
            "users":{"88":{"id":"88","name":"Ann Client","screen_name":"annclient"},"77":{"id":"77"}}}
            """
    }

    /// The payload of an event of X Activity.
    static func list(_ messages: [String]) -> String {
        """
        {"direct_message_events":[\(messages.joined(separator: ","))],"users":{"88":{"data":{"id":"88",\
        "username":"ann2","name":"Ann Client"}}},"apps":{"268278":{"name":"X Web App"}}}
        """
    }

    static func activity(_ kind: String, _ payload: String, filter: String? = "77") -> String {
        let filter = filter.map { #""filter":{"user_id":"\#($0)"},"# } ?? ""
        return """
            {"data":{"event_uuid":"-3577827201104920132",\(filter)"event_type":"\(kind)","tag":"ch_1",\
            "payload":\(payload)}}
            """
    }
}
