internal import MockPlatform
private import Synchronization

extension TwiML {
    /// The answer to a webhook, as Twilio judges it.
    static func read(_ delivery: Delivery) throws(Complaint) -> TwiML {
        switch delivery.outcome {
        case .answered(status: 200..<300):
            return try read(delivery.responseBody, type: delivery.responseType)
        case .answered(let status):
            throw Complaint(code: 11200, explanation: "HTTP retrieval failure: status \(status)")
        case .notConnected, .noAnswer, .dropped, .notLoopback:
            throw Complaint(code: 11205, explanation: "HTTP connection failure: \(delivery.outcome)")
        }
    }
}

extension MockTwilio {
    /// Sends what a `<Message>` says, to the phone that texted unless it names another.
    /// - Returns: the sid, or `nil` where the phone has told the number to stop.
    func reply(to inbound: Message, _ reply: TwiML.Reply) -> String? {
        let phone = reply.to ?? inbound.from ?? ""
        let now = clock.now
        let message = state.withLock { state -> Message? in
            guard !state.optOuts.contains(sender: state.optOutScope(of: inbound.to), phone: phone) else { return nil }
            var message = Message(
                sid: Sid.make(reply.media.isEmpty ? "SM" : "MM"), direction: .outboundReply, from: inbound.to,
                to: phone, body: reply.body, status: .queued, segments: SegmentCount.of(reply.body), created: now)
            message.mediaURLs = reply.media
            message.statusCallback = reply.statusCallback
            state.messages.insert(message)
            return message
        }
        guard let message else {
            recorder.problems.append(
                PlatformProblem(
                    code: TwilioError.unsubscribed.code, subject: inbound.sid,
                    explanation: TwilioError.unsubscribed.message))
            return nil
        }
        carry(message)
        return message.sid
    }
}
