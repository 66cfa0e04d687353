internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockTwilio {
    /// The way of every request: the API, the short-lived media, or the page and its endpoints.
    func handle(_ request: MockRequest) async -> MockReply {
        if let (account, route) = TwilioRoute.find(request.method, request.path) {
            let reply = await answer(request, account: account, route)
            record(request, route.operation, reply)
            return reply
        }
        if request.path.hasPrefix("/media/") {
            let reply = mediaBytes(request)
            record(request, "media.download", reply)
            return reply
        }
        if request.path == "/" || request.path.hasPrefix("/mock") { return await controlPanel(request) }
        let reply = TwilioError.notFound(request.path).reply()
        record(request, "", reply)
        return reply
    }

    private func answer(_ request: MockRequest, account: String?, _ route: TwilioRoute) async -> MockReply {
        let admission = state.withLock { state -> TwilioError? in
            guard authorized(request, state) else { return .unauthorized }
            guard account == nil || account == state.configuration.accountSid else { return .notFound(request.path) }
            guard state.configuration.accountStatus == .active || route == .fetchAccount else {
                return TwilioError(20005, "Account is not active", status: 403)
            }
            guard state.requestsInFlight < state.configuration.apiConcurrency else { return .tooManyRequests }
            state.requestsInFlight += 1
            return nil
        }
        if let admission { return admission.reply(retryAfter: admission == .tooManyRequests ? 1 : nil) }
        defer { state.withLock { $0.requestsInFlight -= 1 } }
        try? await clock.sleep(for: state.withLock { $0.configuration.apiLatency })
        return await answer(request, route, playing: faults.take(route.operation, about: subjects(request, route)))
    }

    private func answer(_ request: MockRequest, _ route: TwilioRoute, playing fault: Fault?) async -> MockReply {
        switch fault {
        case .status(let status, let code, _, let retryAfter):
            let code = code ?? (status == 429 ? 20429 : status == 503 ? 20503 : 20500)
            let message = status == 429 ? TwilioError.tooManyRequests.message : "An error on purpose"
            return TwilioError(code, message, status: status).reply(retryAfter: retryAfter)
        case .cutBeforeAccepting:
            return .cut
        case .cutAfterAccepting:
            _ = perform(request, route)
            return .cut
        case .answerLate(let duration):
            let reply = perform(request, route)
            try? await clock.sleep(for: duration)
            return reply
        case .slow(let duration):
            try? await clock.sleep(for: duration)
        default:
            break
        }
        return perform(request, route)
    }

    private func perform(_ request: MockRequest, _ route: TwilioRoute) -> MockReply {
        do throws(TwilioError) {
            switch route {
            case .createMessage: return try createMessage(request.form)
            case .listMessages: return listMessages(request)
            case .fetchMessage(let sid): return try fetchMessage(sid, request)
            case .updateMessage(let sid): return try updateMessage(sid, request)
            case .deleteMessage(let sid): return try deleteMessage(sid, request)
            case .listMedia(let message): return try listMedia(message, request)
            case .fetchMedia(_, let media, let describes): return try fetchMedia(media, describes, request)
            case .fetchAccount: return fetchAccount()
            case .listNumbers: return listNumbers(request)
            case .fetchNumber(let sid): return try fetchNumber(sid, request)
            case .updateNumber(let sid): return try updateNumber(sid, request)
            case .fetchService(let sid): return try fetchService(sid, request)
            }
        } catch {
            return error.reply()
        }
    }

    private func authorized(_ request: MockRequest, _ state: TwilioState) -> Bool {
        guard let header = request.headers[.authorization] else { return false }
        // The name of the scheme is case-insensitive (RFC 9110, section 11.1).
        let parts = header.split(separator: " ")
        return parts.count == 2 && parts[0].lowercased() == "basic"
            && state.acceptedCredentials.contains(String(parts[1]))
    }

    /// By what a fault may be meant for this request.
    private func subjects(_ request: MockRequest, _ route: TwilioRoute) -> [String] {
        switch route {
        case .createMessage:
            let form = request.form
            return [form["To"], form["From"], form["MessagingServiceSid"]].compactMap { $0 }
        case .fetchMessage(let sid), .updateMessage(let sid), .deleteMessage(let sid), .fetchNumber(let sid),
            .updateNumber(let sid), .fetchService(let sid), .listMedia(let sid):
            return [sid]
        case .fetchMedia(let message, let media, _):
            return [message, media]
        case .listMessages, .listNumbers:
            return request.query.fields.map(\.value)
        case .fetchAccount:
            return []
        }
    }

    private func record(_ request: MockRequest, _ operation: MockPlatform.Operation, _ reply: MockReply) {
        var status: Int?
        if case .response(let response) = reply { status = response.status.code }
        recorder.requests.append(
            ReceivedRequest(at: clock.now, operation: operation, request: request, status: status))
    }
}
