internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockX {
    private static var version: String { "2.167" }

    /// The way of every request: the pages that people log in on, the mock's own page, or the API.
    func handle(_ request: MockRequest) async -> MockReply {
        if request.path == "/" || request.path.hasPrefix("/mock") { return await controlPanel(request) }
        if AuthorizePage.paths.contains(request.path) {
            return record(request, .authorizePage, authorizePage(request))
        }
        guard let (route, places) = XRoute.find(request.method, request.path) else {
            return record(request, "", reply(.failure(.noPage), request, nil, nil))
        }
        return record(request, route.operation, await answer(request, route, places))
    }

    private func answer(_ request: MockRequest, _ route: XRoute, _ places: [String: String]) async -> MockReply {
        let call: XCall
        do throws(XError) {
            call = XCall(request: request, places: places, caller: try caller(request, route))
        } catch {
            return reply(.failure(error), request, route, nil)
        }
        do throws(XError) {
            try call.caller?.check(route)
            try count(call, route)
        } catch {
            return reply(.failure(error), request, route, call)
        }
        switch faults.take(route.operation, about: subjects(call, route)) {
        case .status(let status, let code, _, _):
            return reply(.failure(.planned(status, code: code)), request, route, call)
        case .cutBeforeAccepting:
            return .cut
        case .cutAfterAccepting:
            _ = await perform(call, route)
            return .cut
        case .answerLate(let duration):
            let result = await perform(call, route)
            try? await clock.sleep(for: duration)
            return reply(result, request, route, call)
        case .slow(let duration):
            try? await clock.sleep(for: duration)
        default:
            break
        }
        return reply(await perform(call, route), request, route, call)
    }

    private func perform(_ call: XCall, _ route: XRoute) async -> Result<XAnswer, XError> {
        do throws(XError) {
            return .success(try await route.act(self)(call))
        } catch {
            return .failure(error)
        }
    }

    /// Whose call this is.
    private func caller(_ request: MockRequest, _ route: XRoute) throws(XError) -> Caller? {
        guard route.demand != .none else { return nil }
        let now = clock.now
        do throws(XError) {
            return try locked { state throws(XError) in try state.caller(request, at: now) }
        } catch {
            // A file is not told apart from one that is not there for whoever asks.
            throw error.code == 215 && route.operation == .fetchMedia ? .coded(32) : error
        }
    }

    /// By what a fault may be meant for this call.
    private func subjects(_ call: XCall, _ route: XRoute) -> [String] {
        let recipient =
            call.places["participant"]
            ?? JSON(parsing: call.request.body)?["event"]?["message_create"]?[
                "target"]?["recipient_id"]?.text
        return [route.isV2 ? "v2" : "v1.1", recipient, call.caller?.account?.id, call.caller?.app.id]
            .compactMap { $0 }
    }

    private func reply(
        _ result: Result<XAnswer, XError>, _ request: MockRequest, _ route: XRoute?, _ call: XCall?
    ) -> MockReply {
        let isV2 = request.path.hasPrefix("/2/")
        var headers = call.map { limitHeaders($0, route) } ?? [:]
        if let level = call?.caller?.level { headers[.init("x-access-level")!] = level.rawValue }
        if isV2 { headers[.init("api-version")!] = Self.version }
        switch result {
        case .success(let answer):
            if !answer.type.isEmpty { headers[.contentType] = answer.type }
            for field in answer.headers { headers[field.name] = field.value }
            return .response(
                MockResponse(status: .init(code: answer.status), headers: headers, body: answer.body))
        case .failure(let error):
            let (json, type) = error.body(v2: isV2)
            headers[.contentType] = type
            if error.status == 429, headers[.rateLimitRemaining] != "0" {
                for field in spentHeaders(route) { headers[field.name] = field.value }
            }
            return .response(MockResponse(status: .init(code: error.status), headers: headers, body: json.bytes))
        }
    }

    private func record(
        _ request: MockRequest, _ operation: MockPlatform.Operation, _ reply: MockReply
    ) -> MockReply {
        var status: Int?
        if case .response(let response) = reply { status = response.status.code }
        recorder.requests.append(
            ReceivedRequest(at: clock.now, operation: operation, request: request, status: status))
        return reply
    }
}

extension Caller {
    private static let signed = "OAuth 1.0a User Context"
    private static let delegated = "OAuth 2.0 User Context"
    private static let own = "OAuth 2.0 Application-Only"

    /// Whether these credentials are good for an endpoint.
    fileprivate func check(_ route: XRoute) throws(XError) {
        guard route.access.isEmpty || !route.access.isDisjoint(with: app.access) else { throw .coded(453) }
        let given = account == nil ? Self.own : scopes == nil ? Self.signed : Self.delegated
        let supported =
            switch route.demand {
            case .none: [Self.signed, Self.delegated, Self.own]
            case .user: route.isV2 ? [Self.signed, Self.delegated] : [Self.signed]
            case .signed: [Self.signed]
            case .app: [Self.own]
            case .userOrApp: [Self.signed, Self.delegated, Self.own]
            }
        guard supported.contains(given) else {
            throw route.isV2 ? .unsupported(given, supported) : .coded(route.access == [.enterprise] ? 261 : 220)
        }
        if let scopes, !route.scopes.isSubset(of: scopes) { throw .forbidden }
        try checkLevel(route)
        if account?.isSuspended == true { throw .coded(64) }
        if account?.isLocked == true { throw .coded(326) }
    }

    /// Whether the token was made by an app that could do this. Changing the app changes nothing about its tokens.
    private func checkLevel(_ route: XRoute) throws(XError) {
        guard let level, level != .readWriteDirectMessages else { return }
        let isAboutMessages = !route.scopes.isDisjoint(with: ["dm.read", "dm.write"])
        let writes = route.scopes.contains { $0.hasSuffix(".write") }
        guard isAboutMessages || (writes && level == .read) else { return }
        if route.isV2 { throw .forbidden }
        throw .coded(isAboutMessages && route.operation != .subscribe ? 93 : 261)
    }
}
