internal import Foundation
internal import MockPlatform
private import Synchronization

extension MockTwilio {
    /// Sends a new message on its way to the phone.
    /// - Parameter sendAt: for a scheduled message, when it starts.
    func carry(_ message: Message, from sendAt: Date? = nil) {
        let wait = sendAt.map { Duration.seconds($0.timeIntervalSince(clock.now)) } ?? .zero
        tasks.start { [self] in
            // Cancelled with the mock: the message stays where it is.
            try? await travel(message, starting: message.status == .scheduled ? wait : .zero)
        }
    }

    private func travel(_ message: Message, starting wait: Duration) async throws {
        let pace = state.withLock { $0.configuration.pace }
        let sid = message.sid
        var callback: Task<Void, Never>?
        if message.serviceSid != nil {
            try await clock.sleep(for: wait + pace.untilQueued)
            guard let queued = chooseSender(sid) else { return }
            callback = report(queued, after: callback)
            guard queued.status == .queued else { return }
        }
        try await clock.sleep(for: pace.untilSent)
        var refusal: (status: Message.Status, code: Int)?
        let about = [message.to, self.message(sid)?.from, sid].compactMap { $0 }
        if case .carrierRefuses(let status, let code) = faults.take(.carrier, about: about) {
            refusal = (Message.Status(rawValue: status) ?? .undelivered, code)
        }
        if await !retrieveMedia(of: message) { refusal = (.failed, Self.mediaNotRetrieved) }
        if refusal?.status != .failed {
            guard let sent = change(sid, to: .sent) else { return }
            callback = report(sent, after: callback)
            try await clock.sleep(for: pace.untilFinal)
        }
        guard let final = change(sid, to: refusal?.status ?? .delivered, error: refusal?.code) else { return }
        if final.status == .delivered { showOnPhone(final) }
        _ = report(final, after: callback)
    }

    /// The Messaging Service takes one of its senders, unless the message has been canceled in the meantime.
    private func chooseSender(_ sid: String) -> Message? {
        state.withLock { state in
            guard let message = state.messages[sid], message.status != .canceled,
                let service = message.serviceSid.flatMap({ state.service($0) })
            else { return nil }
            let blocked = state.optOuts.contains(sender: service.sid, phone: message.to)
            return state.messages.update(sid) { message in
                message.from = message.from ?? service.numbers.first
                message.segments = message.mediaURLs.isEmpty ? SegmentCount.of(message.body) : 1
                message.status = blocked ? .failed : .queued
                message.errorCode = blocked ? TwilioError.unsubscribed.code : nil
                message.updated = clock.now
            }
        }
    }

    @discardableResult
    func change(_ sid: String, to status: Message.Status, error: Int? = nil) -> Message? {
        state.withLock { state in
            state.messages.update(sid) { message in
                message.status = status
                message.errorCode = error
                message.updated = clock.now
                if status == .sent { message.sent = clock.now }
            }
        }
    }

    private func showOnPhone(_ message: Message) {
        phones.show(
            PhoneText(
                at: clock.now, phone: message.to, number: message.from ?? "", direction: .received,
                body: message.body, mediaURLs: message.mediaURLs, sid: message.sid))
    }
}
