internal import Foundation
private import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockTwilio {
    /// `GET …/Messages.json`.
    func listMessages(_ request: MockRequest) -> MockReply {
        let page = ListPage(request)
        var filter = MessageStore.Filter()
        filter.to = request.query["To"]
        filter.from = request.query["From"]
        filter.sent = sentRange(request.query)
        let (found, account) = state.withLock { state in
            (
                state.messages.page(
                    filter, after: page.after, skipping: page.skipping, size: page.size, at: clock.now),
                state.configuration.accountSid
            )
        }
        return .json(page.json("messages", found.messages.map { $0.json(account: account) }, next: found.next))
    }

    /// A day by itself means that day; `DateSent>` and `DateSent<` (which the query writes as `DateSent>=…`) include it.
    private func sentRange(_ query: FormFields) -> Range<Date> {
        var range = Date.distantPast..<Date.distantFuture
        if let span = query["DateSent"].flatMap({ TwilioDate.span($0) }) { range = range.clamped(to: span) }
        if let span = query["DateSent>"].flatMap({ TwilioDate.span($0) }) {
            range = range.clamped(to: span.lowerBound..<Date.distantFuture)
        }
        if let span = query["DateSent<"].flatMap({ TwilioDate.span($0) }) {
            range = range.clamped(to: Date.distantPast..<span.upperBound)
        }
        return range
    }

    /// `GET …/Messages/{sid}.json`.
    func fetchMessage(_ sid: String, _ request: MockRequest) throws(TwilioError) -> MockReply {
        guard let message = message(sid) else { throw .notFound(request.path) }
        return .json(message.json(account: accountSid))
    }

    /// `POST …/Messages/{sid}.json`: an empty `Body` redacts, `Status=canceled` cancels what is scheduled.
    func updateMessage(_ sid: String, _ request: MockRequest) throws(TwilioError) -> MockReply {
        let form = request.form
        guard let message = message(sid) else { throw .notFound(request.path) }
        if let status = form["Status"] {
            guard status == "canceled", message.status == .scheduled else {
                throw TwilioError(20001, "Only a scheduled message can be canceled")
            }
            change(sid, to: .canceled)
        }
        if let body = form["Body"] {
            guard body.isEmpty else { throw TwilioError(20001, "Body can only be updated to an empty text") }
            guard message.status.isFinal else { throw .notComplete }
            _ = state.withLock { $0.messages.update(sid) { $0.body = "" } }
        }
        return try fetchMessage(sid, request)
    }

    /// `DELETE …/Messages/{sid}.json`.
    func deleteMessage(_ sid: String, _ request: MockRequest) throws(TwilioError) -> MockReply {
        guard let message = message(sid) else { throw .notFound(request.path) }
        guard message.status.isFinal else { throw .notComplete }
        state.withLock { state in
            _ = state.messages.remove(sid)
            state.removeMedia(of: sid)
        }
        return .response(MockResponse(status: .noContent))
    }
}

extension TwilioError {
    fileprivate static let notComplete = TwilioError(
        20009, "Cannot change or delete this resource before it is complete", status: 409)
}
