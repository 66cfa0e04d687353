internal import MockPlatform

extension Message {
    /// The Message resource. Source: Twilio's OpenAPI description, `api.v2010.account.message`.
    func json(account: String) -> JSON {
        let uri = "/2010-04-01/Accounts/\(account)/Messages/\(sid)"
        return [
            "sid": .string(sid), "account_sid": .string(account), "messaging_service_sid": .optional(serviceSid),
            "from": .optional(from), "to": .string(to), "body": .string(body), "status": .string(status.rawValue),
            "direction": .string(direction.rawValue), "num_segments": .string(String(segments)),
            "num_media": .string(String(mediaURLs.count)), "error_code": errorCode.map(JSON.integer) ?? .null,
            "error_message": .optional(errorCode.map { "Error \($0)" }), "price": nil, "price_unit": "USD",
            "api_version": "2010-04-01", "date_created": .string(TwilioDate.format(created)),
            "date_updated": .string(TwilioDate.format(updated)),
            "date_sent": .optional(sent.map(TwilioDate.format)), "uri": .string(uri + ".json"),
            "subresource_uris": ["media": .string(uri + "/Media.json")],
        ]
    }
}
