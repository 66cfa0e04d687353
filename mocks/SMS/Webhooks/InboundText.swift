internal import Foundation
public import MockPlatform
private import Synchronization

extension MockTwilio {
    /// A phone texts one of the account's numbers.
    /// - Returns: once the gateway has answered, or Twilio has given up.
    @discardableResult
    public func text(
        from phone: String, to number: String, body: String, media: [MockMedia] = []
    ) async throws(PhoneFailure) -> InboundReceipt {
        guard PhoneNumber.isE164(phone) || PhoneNumber.isShortCode(phone) else {
            throw .notAPhoneNumber(phone)
        }
        guard let receiver = self.number(number) else { throw .nobodyThere(number) }
        guard receiver.sms, media.isEmpty || receiver.mms else { throw .notSupported(number) }
        let (message, effect, service) = accept(phone, receiver, body, media)
        phones.show(
            PhoneText(
                at: clock.now, phone: phone, number: number, direction: .sent, body: body,
                mediaURLs: message.mediaURLs, sid: message.sid))
        if let reply = effect.reply {
            phones.show(
                PhoneText(
                    at: clock.now, phone: phone, number: number, direction: .received, body: reply, mediaURLs: [],
                    sid: nil))
        }
        let optOutType = receiver.optOutHandling == .advanced ? effect.keyword : nil
        let fields = InboundParameters(
            message: message, media: media.map(\.contentType), account: accountSid,
            messagingService: service?.sid, optOutType: optOutType
        ).fields
        let target = InboundTarget(receiver, service)
        let (deliveries, replies) = await deliverInbound(fields, message, to: target)
        return InboundReceipt(
            sid: message.sid, deliveries: deliveries, keyword: effect.keyword, replies: replies)
    }

    /// Writes the message down and obeys keywords, before anybody is told.
    private func accept(
        _ phone: String, _ receiver: MockNumber, _ body: String, _ media: [MockMedia]
    ) -> (Message, OptOutRegister.Effect, MockMessagingService?) {
        let now = clock.now
        let listed = now + faults.listLag.seconds
        return state.withLock { state in
            let service = state.service(of: receiver.number)
            var message = Message(
                sid: Sid.make(media.isEmpty ? "SM" : "MM"), direction: .inbound, from: phone, to: receiver.number,
                body: body, status: .received, segments: media.isEmpty ? SegmentCount.of(body) : 1, created: now)
            message.listed = listed
            message.sent = now
            message.serviceSid = service?.sid
            let path = "\(state.baseURL)/2010-04-01/Accounts/\(state.configuration.accountSid)/Messages"
            for item in media {
                let stored = TwilioState.Media(
                    sid: Sid.make("ME"), messageSid: message.sid, contentType: item.contentType, bytes: item.bytes,
                    created: now)
                state.put(stored)
                message.mediaURLs.append("\(path)/\(message.sid)/Media/\(stored.sid)")
            }
            state.messages.insert(message)
            let effect = state.optOuts.hear(
                body, phone: phone, sender: state.optOutScope(of: receiver.number), number: receiver)
            return (message, effect, service)
        }
    }

    /// To the webhook, and to the fallback when that fails or answers nonsense; then the message is in the API only.
    private func deliverInbound(
        _ fields: FormFields, _ message: Message, to target: InboundTarget
    ) async -> (deliveries: [Delivery], replies: [String]) {
        let about = [message.sid, message.to, message.from ?? ""]
        var fault = target.stops.isEmpty ? nil : courier.fault(on: .inbound, about: about)
        var fields = fields
        var deliveries: [Delivery] = []
        for stop in target.stops {
            let webhook = TwilioWebhook(
                operation: .inbound, subject: message.to, about: about, url: stop.url, method: stop.method,
                fields: fields)
            let attempts = await deliver(webhook, playing: fault)
            deliveries += attempts
            guard let last = attempts.last, last.outcome != .dropped else { break }
            do throws(TwiML.Complaint) {
                return (deliveries, obey(try TwiML.read(last), message))
            } catch {
                log(error, message.sid)
                fields.append("ErrorCode", String(error.code))
                fields.append("ErrorUrl", stop.url)
            }
            fault = nil
        }
        return (deliveries, [])
    }

    private func obey(_ twiML: TwiML, _ inbound: Message) -> [String] {
        for warning in twiML.warnings { log(warning, inbound.sid) }
        return twiML.replies.compactMap { reply(to: inbound, $0) }
    }

    private func log(_ complaint: TwiML.Complaint, _ sid: String) {
        recorder.problems.append(
            PlatformProblem(code: complaint.code, subject: sid, explanation: complaint.explanation))
    }
}
