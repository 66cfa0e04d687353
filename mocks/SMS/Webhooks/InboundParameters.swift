internal import MockPlatform

/// The parameters of an inbound webhook, in the order seen in captured traffic.
struct InboundParameters {
    let message: Message
    /// The content types of its media.
    let media: [String]
    let account: String
    let messagingService: String?
    let optOutType: String?

    var fields: FormFields {
        var fields = FormFields()
        fields.append("ToCountry", country(of: message.to))
        for (index, type) in media.enumerated() { fields.append("MediaContentType\(index)", type) }
        fields.append("ToState", "")
        fields.append("SmsMessageSid", message.sid)
        fields.append("NumMedia", String(media.count))
        fields.append("ToCity", "")
        fields.append("FromZip", "")
        fields.append("SmsSid", message.sid)
        if let optOutType { fields.append("OptOutType", optOutType) }
        fields.append("FromState", "")
        fields.append("SmsStatus", "received")
        fields.append("FromCity", "")
        fields.append("Body", message.body)
        fields.append("FromCountry", country(of: message.from ?? ""))
        fields.append("To", message.to)
        if let messagingService { fields.append("MessagingServiceSid", messagingService) }
        fields.append("ToZip", "")
        fields.append("NumSegments", String(message.segments))
        fields.append("MessageSid", message.sid)
        fields.append("AccountSid", account)
        fields.append("From", message.from ?? "")
        for (index, url) in message.mediaURLs.enumerated() { fields.append("MediaUrl\(index)", url) }
        fields.append("ApiVersion", "2010-04-01")
        return fields
    }

    /// Best effort, as with Twilio: present and empty where it is not known.
    private func country(of number: String) -> String {
        number.hasPrefix("+1") ? "US" : ""
    }
}
