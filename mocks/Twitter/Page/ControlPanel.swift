internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockX {
    private static var shownDeliveries: Int { 50 }

    /// The mock's own page and its endpoints, which scripts may use too.
    func controlPanel(_ request: MockRequest) async -> MockReply {
        let path = request.path.split(separator: "/").dropFirst().map(String.init)
        switch (request.method, path.first ?? "", path.count) {
        case (.get, "", 0) where request.path == "/":
            return .page(TwitterPage.html, type: "text/html; charset=utf-8")
        case (.get, "twitter.css", 1):
            return .page(PanelPage.style + "\n" + TwitterPage.style, type: "text/css; charset=utf-8")
        case (.get, "panel.js", 1): return .page(PanelPage.script, type: "text/javascript; charset=utf-8")
        case (.get, "twitter.js", 1): return .page(TwitterPage.script, type: "text/javascript; charset=utf-8")
        case (.get, "state", 1): return .json(panelState())
        case (.get, "conversation", 1): return showConversation(request.query)
        case (.get, "media", 2): return panelFile(path[1])
        case (.get, "deliveries", 1):
            return .json(.array(recorder.deliveries.last(Self.shownDeliveries).reversed().map(\.panelJSON)))
        case (.get, "problems", 1):
            return .json(.array(recorder.problems.last(Self.shownDeliveries).reversed().map(\.panelJSON)))
        case (.get, "faults", 1): return .json(.array(faults.rules.map(\.panelJSON)))
        case (.delete, "faults", 1):
            faults.clear()
            courier.releaseAll()
            return .json(["cleared": true])
        case (.post, "faults", 1): return await request.decoded { self.faults.plan($0) }
        case (.post, "act", 1): return await request.decoded { await self.act($0) }
        case (.post, "break", 1): return await request.decoded { await self.breakSomething($0) }
        case (.post, "login", 1): return await request.decoded { self.logIn($0) }
        default: return .problem("not found", status: .notFound)
        }
    }

    private func panelState() -> JSON {
        let now = clock.now
        return state.withLock { $0.panelJSON(at: now) }
    }

    private func showConversation(_ query: FormFields) -> MockReply {
        let now = clock.now
        let json = state.withLock { state -> JSON in
            guard let person = state.account(named: query["person"] ?? ""),
                let other = state.account(named: query["account"] ?? "")
            else { return ["messages": [], "typing": false, "following": false, "blocked": false] }
            let conversation = state.conversations[Conversation.id(person.id, other.id)]
            let pair = XState.Pair(first: person.id, second: other.id)
            return [
                "messages": .array((conversation?.messages ?? []).map { state.panelJSON(of: $0, for: person.id) }),
                "typing": .bool((conversation?.typesUntil[other.id]).map { $0 > now } ?? false),
                "following": .bool(state.follows.contains(pair)), "blocked": .bool(state.blocks.contains(pair)),
            ]
        }
        return .json(json)
    }

    /// A file of a conversation, shown on the page for as long as the mock runs.
    private func panelFile(_ id: String) -> MockReply {
        guard let item = state.withLock({ $0.media[id] }) else { return .problem("no such file", status: .notFound) }
        return .file(item.bytes, type: item.type)
    }

    private func logIn(_ order: LogInOrder) -> MockReply {
        do throws(AuthorizeProblem) {
            let location =
                order.cancels == true
                ? try turnDown(order.address) : try logIn(order.address, as: order.account ?? "")
            return .json(["location": .string(location)])
        } catch {
            return .problem(error.explanation, status: .badRequest)
        }
    }

    private func act(_ order: PersonOrder) async -> MockReply {
        do throws(MockXFailure) {
            guard let receipt = try await order.carryOut(on: self) else {
                return .problem("unknown action, or something it needs is missing", status: .badRequest)
            }
            return .json(
                [
                    "message": .optional(receipt.message), "deliveries": .array(receipt.deliveries.map(\.panelJSON)),
                ], status: .accepted)
        } catch {
            return .problem(error.explanation, status: .badRequest)
        }
    }

    private func breakSomething(_ order: BreakOrder) async -> MockReply {
        do throws(MockXFailure) {
            guard let result = try await order.carryOut(on: self) else {
                return .problem("unknown order, or something it needs is missing", status: .badRequest)
            }
            return .json(["done": .string(order.what), "result": .string(result)])
        } catch {
            return .problem(error.explanation, status: .badRequest)
        }
    }
}

extension MockXFailure {
    fileprivate var explanation: String {
        switch self {
        case .noSuchAccount(let name): "There is no account \(name)."
        case .refused(let code): "X does not let you: \(XError.coded(code).message)"
        case .noSuchOption(let label): "Nobody has offered \(label)."
        case .nothingWritten: "There is nothing to read."
        }
    }
}
