private import HTTPTypes
public import MockPlatform

extension MockTwilio {
    /// Reports a change of status, after the report before it unless a fault lets it be overtaken.
    func report(_ message: Message, after previous: Task<Void, Never>?) -> Task<Void, Never>? {
        guard let url = message.statusCallback else { return previous }
        let about = [message.sid, message.to, message.from ?? ""]
        var fault = courier.fault(on: .statusCallback, about: about)
        // Nothing comes after the last report that could overtake it.
        if fault == .reorder, message.status.isFinal { fault = nil }
        let played = fault
        let webhook = TwilioWebhook(
            operation: .statusCallback, subject: message.sid, about: about, url: url, method: .post,
            fields: statusFields(message))
        let task = tasks.start { [self] in
            if !played.letsOthersPass { await previous?.value }
            _ = await deliver(webhook, playing: played)
            if message.status.isFinal { courier.release(message.sid) }
        }
        return played.letsOthersPass ? previous : task
    }

    /// Reports a status that the message does not have, as a late or contradictory report would; it stays as it is.
    @discardableResult
    public func report(_ sid: String, as status: Message.Status, error: Int? = nil) async -> [Delivery] {
        guard var message = message(sid), let url = message.statusCallback else { return [] }
        message.status = status
        message.errorCode = error
        let webhook = TwilioWebhook(
            operation: .statusCallback, subject: sid, about: [sid], url: url, method: .post,
            fields: statusFields(message))
        return await deliver(webhook, playing: nil)
    }

    private func statusFields(_ message: Message) -> FormFields {
        var fields = FormFields()
        if let code = message.errorCode { fields.append("ErrorCode", String(code)) }
        fields.append("SmsSid", message.sid)
        fields.append("SmsStatus", message.status.rawValue)
        fields.append("MessageStatus", message.status.rawValue)
        fields.append("To", message.to)
        if let service = message.serviceSid { fields.append("MessagingServiceSid", service) }
        fields.append("MessageSid", message.sid)
        fields.append("AccountSid", accountSid)
        fields.append("From", message.from ?? "")
        fields.append("ApiVersion", "2010-04-01")
        return fields
    }
}

extension Fault? {
    fileprivate var letsOthersPass: Bool {
        switch self {
        case .delay, .reorder: true
        default: false
        }
    }
}
