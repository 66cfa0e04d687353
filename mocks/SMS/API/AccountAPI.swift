internal import Foundation
internal import MockPlatform
private import Synchronization

extension MockTwilio {
    /// `GET /2010-04-01/Accounts/{sid}.json`.
    func fetchAccount() -> MockReply {
        let configuration = state.withLock { $0.configuration }
        let sid = configuration.accountSid
        let uri = "/2010-04-01/Accounts/\(sid)"
        let created = TwilioDate.format(Date(timeIntervalSince1970: 1_600_000_000))
        return .json([
            "sid": .string(sid), "friendly_name": .string(configuration.friendlyName),
            "status": .string(configuration.accountStatus.rawValue),
            "type": .string(configuration.accountType.rawValue), "owner_account_sid": .string(sid),
            "auth_token": .string(configuration.authToken), "date_created": .string(created),
            "date_updated": .string(created),
            "subresource_uris": [
                "messages": .string(uri + "/Messages.json"),
                "incoming_phone_numbers": .string(uri + "/IncomingPhoneNumbers.json"),
            ],
            "uri": .string(uri + ".json"),
        ])
    }

    /// `GET /v1/Services/{sid}` of `messaging.twilio.com`.
    func fetchService(_ sid: String, _ request: MockRequest) throws(TwilioError) -> MockReply {
        let (service, account) = state.withLock { ($0.service(sid), $0.configuration.accountSid) }
        guard let service else { throw .notFound(request.path) }
        return .json([
            "sid": .string(service.sid), "account_sid": .string(account),
            "friendly_name": .string(service.friendlyName),
            "inbound_request_url": .optional(service.inboundRequestURL),
            "inbound_method": .string(service.inboundMethod), "fallback_url": .optional(service.fallbackURL),
            "fallback_method": "POST", "status_callback": .optional(service.statusCallback),
            "use_inbound_webhook_on_number": .bool(service.usesInboundWebhookOnNumber),
        ])
    }
}
