import ConnectorKit

extension TraceRule {
    /// Twilio: the fields of the Messages, Accounts and IncomingPhoneNumbers resources and of its errors that say
    /// nothing of a customer. Not `message`, whose words name phone numbers.
    static let twilio = TraceRule(openFields: [
        "sid", "status", "code", "error_code", "more_info", "type", "direction", "num_segments", "num_media",
        "date_created", "date_updated", "date_sent", "sms_method", "sms", "mms", "voice", "fax",
        "page", "page_size", "Page", "PageSize", "DateSent>", "SmsMethod",
    ])
}
