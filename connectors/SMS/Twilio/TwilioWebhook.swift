import ConnectorKit
import GatewayModel

/// What Twilio's requests say.
enum TwilioWebhook {
    static let messagePath = "message"
    static let statusPath = "status"
    /// In the address of a status callback: which part of ours it is about.
    static let partItem = "part"
}

// MARK: - Inbound messages

extension TwilioWebhook {
    /// Twilio: Messaging webhooks, incoming message.
    ///
    /// Nothing that comes back as text may be sent as the answer: Twilio would text it to the customer. The empty
    /// `Response` says so.
    static func message(_ parameters: TwilioParameters) throws(WebhookRejection) -> WebhookOutcome {
        let sid = try parameters.required("MessageSid")
        let from = try parameters.required("From")
        let to = try parameters.required("To")
        let content: PlatformEvent.Content =
            if let channel = channel(of: from) ?? channel(of: to) {
                .other(kind: channel)
            } else {
                .message(inboundMessage(from: from, to: PhoneAddress.carried(to), parameters))
            }
        return WebhookOutcome(
            events: [PlatformEvent(key: EventKey(id: sid), address: PhoneAddress.carried(to), content: content)],
            reply: WebhookReply(
                status: 200, contentType: "text/xml", body: #"<?xml version="1.0" encoding="UTF-8"?><Response/>"#))
    }

    private static func inboundMessage(from: String, to: Address, _ parameters: TwilioParameters) -> InboundMessage {
        let optOut = parameters["OptOutType"].flatMap { CarrierOptOut(rawValue: $0.lowercased()) }
        var told: Set = ["MessageSid", "From", "To", "Body"]
        if optOut != nil { told.insert("OptOutType") }
        for copy in ["SmsSid", "SmsMessageSid"] where parameters[copy] == parameters["MessageSid"] {
            told.insert(copy)
        }
        // What counts is which addresses are there: the number of them that is told beside them may be wrong.
        let numbers = parameters.numbers(after: "MediaUrl").prefix(maximumMedia)
        if parameters["NumMedia"] == String(numbers.count) { told.insert("NumMedia") }
        let media = numbers.map { number in
            told.formUnion(["MediaUrl\(number)", "MediaContentType\(number)"])
            return RemoteMedia(
                url: parameters["MediaUrl\(number)"] ?? "",
                contentType: parameters["MediaContentType\(number)"] ?? "application/octet-stream")
        }
        // A text of no characters beside a picture is only the form's way to say that there is none.
        let text = parameters["Body"].flatMap { $0.isEmpty && !media.isEmpty ? nil : $0 }
        return InboundMessage(
            from: PhoneAddress.carried(from), text: text, media: media, carrierOptOut: optOut,
            carrierAnswer: TwilioKeywords.answer(to: text, at: to), details: parameters.all(except: told))
    }

    /// The most that becomes media; Twilio sends up to ten. Further ones stay in the details.
    private static let maximumMedia = 10

    /// Twilio: other channels are told by a prefix, `whatsapp:+14155550100`. They are not SMS.
    private static func channel(of address: String) -> String? {
        guard let colon = address.firstIndex(of: ":") else { return nil }
        return String(address[..<colon].prefix(32))
    }
}

// MARK: - Delivery reports

extension TwilioWebhook {
    /// Twilio: Messaging webhooks, outbound message status.
    static func report(_ parameters: TwilioParameters, query: Substring) throws(WebhookRejection) -> WebhookOutcome {
        let sid = try parameters.required("MessageSid")
        let from = try parameters.required("From")
        let word = try parameters.required("MessageStatus", or: "SmsStatus")
        let code = parameters["ErrorCode"].flatMap(Int.init)
        let key = [sid, word, code.map(String.init)].compactMap(\.self).joined(separator: "/")
        let content: PlatformEvent.Content =
            if let status = status(word), channel(of: from) == nil {
                .report(
                    DeliveryReport(
                        part: part(in: query), platformID: sid, status: status,
                        failure: status == .failed ? TwilioFault.reason(code: code) : nil,
                        recipientHasOptedOut: status == .failed && code == TwilioFault.recipientHasOptedOut))
            } else {
                .other(kind: word)
            }
        return WebhookOutcome(
            events: [PlatformEvent(key: EventKey(id: key), address: PhoneAddress.carried(from), content: content)],
            reply: WebhookReply(status: 204))
    }

    /// Twilio: Message resource, status values. A callback of any kind proves that the message was accepted, so the
    /// words for "not handed on yet" are `sent` to us. `nil` for a word that is not among them, and for
    /// `partially_delivered`, which only a message to several recipients has.
    private static func status(_ word: String) -> DeliveryStatus? {
        switch word {
        case "queued", "accepted", "scheduled", "sending", "sent": .sent
        case "delivered": .delivered
        case "read": .read
        case "undelivered", "failed": .failed
        case "canceled": .canceled
        default: nil
        }
    }

    private static func part(in query: Substring) -> PartReference? {
        FormBody.decode(query)?.first { $0.name == partItem }.flatMap { PartReference($0.value) }
    }
}
