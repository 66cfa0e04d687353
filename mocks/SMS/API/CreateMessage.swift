internal import Foundation
private import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockTwilio {
    /// `POST …/Messages.json`.
    func createMessage(_ form: FormFields) throws(TwilioError) -> MockReply {
        let now = clock.now
        let lag = faults.listLag
        let result = state.withLock { state -> Result<(Message, JSON), TwilioError> in
            do throws(TwilioError) {
                var message = try MessageRequest(form).message(in: state, at: now)
                message.listed = now + lag.seconds
                state.messages.insert(message)
                return .success((message, message.json(account: state.configuration.accountSid)))
            } catch {
                return .failure(error)
            }
        }
        let (message, json) = try result.get()
        carry(message, from: form["SendAt"].flatMap { TwilioDate.span($0)?.lowerBound })
        return .json(json, status: .created)
    }
}

/// The parameters of a new message, checked before anything is written down.
private struct MessageRequest {
    private static let longestBody = 1600
    private static let mostMedia = 10

    let form: FormFields
    let to: String
    let body: String
    let mediaURLs: [String]

    init(_ form: FormFields) throws(TwilioError) {
        self.form = form
        guard let to = form["To"], !to.isEmpty else { throw TwilioError(21604, "A 'To' phone number is required.") }
        self.to = to
        body = form["Body"] ?? ""
        mediaURLs = form.values("MediaUrl")
        guard PhoneNumber.isE164(to), to != TestNumber.invalid else {
            throw TwilioError(21211, "Invalid 'To' Phone Number: \(to)")
        }
        guard form["From"]?.isEmpty == false || form["MessagingServiceSid"]?.isEmpty == false else {
            throw TwilioError(21603, "A 'From' phone number is required.")
        }
        guard !body.isEmpty || !mediaURLs.isEmpty || form["ContentSid"] != nil else {
            throw TwilioError(21602, "Message body is required.")
        }
        guard body.unicodeScalars.count <= Self.longestBody else {
            throw TwilioError(21617, "The concatenated message body exceeds the 1600 character limit.")
        }
        guard mediaURLs.count <= Self.mostMedia else {
            throw TwilioError(21623, "Number of media files exceeds allowed limit")
        }
        guard mediaURLs.allSatisfy({ WebAddress($0) != nil }) else {
            throw TwilioError(21620, "Invalid media URL(s)")
        }
        if let callback = form["StatusCallback"], !callback.isEmpty {
            guard let address = WebAddress(callback), !address.host.contains("_") else {
                throw TwilioError(21609, "The 'StatusCallback' URL \(callback) is not a valid URL.")
            }
        }
    }

    func message(in state: TwilioState, at now: Date) throws(TwilioError) -> Message {
        try TestNumber.check(to: to)
        let sid = Sid.make(mediaURLs.isEmpty ? "SM" : "MM")
        var message: Message
        if let serviceSid = form["MessagingServiceSid"], !serviceSid.isEmpty {
            try checkService(serviceSid, state)
            message = Message(
                sid: sid, direction: .outboundAPI, from: form["From"], to: to, body: body,
                status: form["ScheduleType"] == "fixed" ? .scheduled : .accepted, segments: 0, created: now)
            message.serviceSid = serviceSid
            message.statusCallback = state.service(serviceSid)?.statusCallback
        } else {
            let from = form["From"] ?? ""
            try checkSender(from, state)
            message = Message(
                sid: sid, direction: .outboundAPI, from: from, to: to, body: body, status: .queued,
                segments: mediaURLs.isEmpty ? SegmentCount.of(body) : 1, created: now)
        }
        message.mediaURLs = mediaURLs
        if let callback = form["StatusCallback"], !callback.isEmpty { message.statusCallback = callback }
        return message
    }

    private func checkSender(_ from: String, _ state: TwilioState) throws(TwilioError) {
        try TestNumber.check(from: from)
        guard from != to else { throw TwilioError(21266, "'To' and 'From' number cannot be the same: \(to)") }
        guard let number = state.numbers[from] else {
            guard PhoneNumber.isE164(from) || PhoneNumber.isShortCode(from) else {
                throw TwilioError(21212, "Invalid From Number (caller ID): \(from)")
            }
            throw TestNumber.notMessageCapable(from)
        }
        guard number.sms else { throw TestNumber.notMessageCapable(from) }
        guard mediaURLs.isEmpty || number.mms else {
            throw TwilioError(21621, "The 'From' number \(from) has not been enabled for picture messaging")
        }
        guard !state.optOuts.contains(sender: state.optOutScope(of: from), phone: to) else {
            throw .unsubscribed
        }
    }

    private func checkService(_ sid: String, _ state: TwilioState) throws(TwilioError) {
        guard let service = state.service(sid) else {
            throw TwilioError(21701, "The Messaging Service does not exist")
        }
        guard !service.numbers.isEmpty else {
            throw TwilioError(21703, "The Messaging Service does not have a phone number available")
        }
        guard !state.optOuts.contains(sender: sid, phone: to) else { throw .unsubscribed }
    }
}

extension TwilioError {
    static let unsubscribed = TwilioError(21610, "Attempt to send to unsubscribed recipient")
}
