internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockMeta {
    private static var shownDeliveries: Int { 50 }

    /// The Messenger page and its endpoints, which scripts may use too.
    func controlPanel(_ request: MockRequest) async -> MockReply {
        let path = request.path.split(separator: "/").dropFirst().map(String.init)
        switch (request.method, path.first ?? "", path.count) {
        case (.get, "", 0) where request.path == "/":
            return .page(MessengerPage.html, type: "text/html; charset=utf-8")
        case (.get, "messenger.css", 1):
            return .page(PanelPage.style + "\n" + MessengerPage.style, type: "text/css; charset=utf-8")
        case (.get, "panel.js", 1): return .page(PanelPage.script, type: "text/javascript; charset=utf-8")
        case (.get, "messenger.js", 1):
            return .page(MessengerPage.script, type: "text/javascript; charset=utf-8")
        case (.get, "state", 1): return .json(state.withLock { $0.panelJSON })
        case (.get, "conversation", 1): return showConversation(request.query)
        case (.get, "content", 2): return panelFile(path[1])
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

    private func showConversation(_ query: FormFields) -> MockReply {
        let now = clock.now
        let json = state.withLock { state -> JSON in
            let page = query["page"] ?? ""
            guard let psid = state.people.psid(of: query["person"] ?? "", page: page),
                let conversation = state.conversations[psid]
            else { return ["psid": nil, "owner": nil, "blocked": false, "typing": false, "messages": []] }
            return [
                "psid": .string(psid), "owner": .optional(conversation.controller(at: now)),
                "blocked": .bool(conversation.isBlocked),
                "typing": .bool(conversation.typesUntil.map { $0 > now } ?? false),
                "seenUntil": .optional(conversation.seenUntil?.panelText),
                "messages": .array(conversation.messages.map(\.panelJSON)),
            ]
        }
        return .json(json)
    }

    /// A file of a conversation, shown on the page for as long as the mock runs.
    private func panelFile(_ id: String) -> MockReply {
        guard let file = state.withLock({ $0.content.file(id) }) else {
            return .problem("no such file", status: .notFound)
        }
        return .file(file.bytes, type: file.contentType)
    }

    private func logIn(_ order: LogInOrder) -> MockReply {
        do throws(DialogProblem) {
            let location =
                order.cancels == true
                ? try turnDown(order.address)
                : try logIn(
                    order.address, as: order.user ?? "", pages: order.pages,
                    declining: Set(order.declining ?? []))
            return .json(["location": .string(location)])
        } catch {
            return .problem(error.explanation, status: .badRequest)
        }
    }

    private func act(_ order: PersonOrder) async -> MockReply {
        do throws(PersonFailure) {
            guard let receipt = try await order.carryOut(on: self) else {
                return .problem("unknown action, or something it needs is missing", status: .badRequest)
            }
            return .json(
                [
                    "mid": .optional(receipt.mid), "psid": .string(receipt.psid),
                    "deliveries": .array(receipt.deliveries.map(\.panelJSON)),
                ], status: .accepted)
        } catch {
            return .problem("\(error)", status: .badRequest)
        }
    }

    private func breakSomething(_ order: BreakOrder) async -> MockReply {
        guard await order.carryOut(on: self) else {
            return .problem("unknown order, or something it needs is missing", status: .badRequest)
        }
        return .json(["done": .string(order.what)])
    }
}
