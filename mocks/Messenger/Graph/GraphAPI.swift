internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockMeta {
    /// The way of every request: the API, the login dialog, the content network, or the page and its endpoints.
    func handle(_ request: MockRequest) async -> MockReply {
        if request.path == "/" || request.path.hasPrefix("/mock") { return await controlPanel(request) }
        if request.path.hasPrefix(ContentStore.path) {
            return record(request, .fetchContent, contentBytes(request))
        }
        let segments = GraphRequest.split(request.path).segments
        if segments == ["dialog", "oauth"] { return record(request, .dialog, dialog(request)) }
        guard let route = GraphRoute.find(request.method, segments) else {
            let error = GraphError.noObject(segments.first ?? "", request.method)
            return record(request, "", reply(.failure(error), request, nil))
        }
        return record(request, route.operation, await answer(request, route))
    }

    private func answer(_ request: MockRequest, _ route: GraphRoute) async -> MockReply {
        let read: GraphRequest
        do throws(GraphError) {
            read = try GraphRequest(request)
        } catch {
            return reply(.failure(error), request, nil)
        }
        do throws(GraphError) {
            try count(read)
        } catch {
            return reply(.failure(error), request, read)
        }
        switch faults.take(route.operation, about: subjects(read, route)) {
        case .status(let status, let code, let subcode, _):
            let code = code ?? (status == 429 ? 4 : status == 503 ? 2 : 1)
            return reply(.failure(GraphError(code: code, subcode: subcode, status: status)), request, read)
        case .cutBeforeAccepting:
            return .cut
        case .cutAfterAccepting:
            _ = await perform(read, route)
            return .cut
        case .answerLate(let duration):
            let result = await perform(read, route)
            try? await clock.sleep(for: duration)
            return reply(result, request, read)
        case .slow(let duration):
            try? await clock.sleep(for: duration)
        default:
            break
        }
        return reply(await perform(read, route), request, read)
    }

    private func perform(_ request: GraphRequest, _ route: GraphRoute) async -> Result<JSON, GraphError> {
        do throws(GraphError) {
            switch route {
            case .exchangeToken: return .success(try exchangeToken(request))
            case .debugToken: return .success(try debugToken(request))
            case .node(let node): return .success(try fetchNode(node, request))
            case .accounts(let node): return .success(try listAccounts(node, request))
            case .permissions(let node): return .success(try listPermissions(node, request))
            case .subscribedApps(let node, let method):
                return .success(try pageSubscription(node, method, request))
            case .subscriptions(let node, let method):
                return .success(try await appSubscription(node, method, request))
            case .messages(let node): return .success(try await sendMessage(node, request))
            case .attachments(let node): return .success(try await uploadAttachment(node, request))
            case .messengerProfile(let node, let method):
                return .success(try messengerProfile(node, method, request))
            case .thread(let node, let action): return .success(try await controlThread(node, action, request))
            case .threadOwner(let node): return .success(try threadOwner(node, request))
            }
        } catch {
            return .failure(error)
        }
    }

    private func reply(
        _ result: Result<JSON, GraphError>, _ request: MockRequest, _ read: GraphRequest?
    ) -> MockReply {
        var headers = usageHeaders(read)
        headers[.init("facebook-api-version")!] = version(of: request).description
        switch result {
        case .success(let json): return .json(json, headers: headers, escaping: .ascii)
        case .failure(let error):
            for field in error.headers { headers[field.name] = field.value }
            return .json(error.json, status: .init(code: error.status), headers: headers, escaping: .ascii)
        }
    }

    private func version(of request: MockRequest) -> GraphVersion {
        GraphRequest.split(request.path).version?.served(at: clock.now) ?? .oldest(at: clock.now)
    }

    /// By what a fault may be meant for this request.
    private func subjects(_ request: GraphRequest, _ route: GraphRoute) -> [String] {
        let recipient = (try? request.parameters.object("recipient"))?["id"]?.text
        let page = state.withLock { state in request.token.flatMap { state.token($0)?.page } }
        return [route.node, recipient, page].compactMap { $0 }
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
