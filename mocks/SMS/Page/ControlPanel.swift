internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockTwilio {
    /// The phone page and its endpoints, which scripts may use too.
    func controlPanel(_ request: MockRequest) async -> MockReply {
        let path = request.path.split(separator: "/").map(String.init)
        switch (request.method, path.count, path.dropFirst().first) {
        case (.get, 0, _): return .page(PhonePage.html, type: "text/html; charset=utf-8")
        case (.get, 2, "panel.css"): return .page(PanelPage.style, type: "text/css; charset=utf-8")
        case (.get, 2, "panel.js"): return .page(PanelPage.script, type: "text/javascript; charset=utf-8")
        case (.get, 2, "phone.js"): return .page(PhonePage.script, type: "text/javascript; charset=utf-8")
        case (.get, 2, "numbers"): return .json(.array(numbers.map(\.panelJSON)))
        case (.get, 2, "deliveries"):
            return .json(.array(recorder.deliveries.last(Self.shownDeliveries).reversed().map(\.panelJSON)))
        case (.get, 2, "problems"):
            return .json(.array(recorder.problems.last(Self.shownDeliveries).reversed().map(\.panelJSON)))
        case (.get, 2, "faults"): return .json(.array(faults.rules.map(\.panelJSON)))
        case (.get, 4, "phones") where path[3] == "messages":
            let base = baseURL
            return .json(.array(phone(path[2]).texts.entries.map { $0.panelJSON(base: base) }))
        case (.get, 3, "media"): return panelMedia(path[2])
        case (.delete, 2, "faults"):
            faults.clear()
            courier.releaseAll()
            return .json(["cleared": true])
        case (.post, 2, "text"): return await request.decoded { await self.text($0) }
        case (.post, 2, "faults"): return await request.decoded { self.faults.plan($0) }
        case (.post, 3, "numbers"): return await request.decoded { self.changeNumber(path[2], $0) }
        default: return .problem("not found", status: .notFound)
        }
    }

    private static var shownDeliveries: Int { 50 }

    private func text(_ order: TextOrder) async -> MockReply {
        var media: [MockMedia] = []
        for url in order.media ?? [] {
            guard let item = MockMedia(dataURL: url) else {
                return .problem("media must be base64 data URLs", status: .badRequest)
            }
            media.append(item)
        }
        do throws(PhoneFailure) {
            let receipt = try await text(from: order.from, to: order.to, body: order.body ?? "", media: media)
            return .json(
                [
                    "sid": .string(receipt.sid), "delivered": .bool(receipt.succeeded),
                    "keyword": .optional(receipt.keyword),
                    "deliveries": .array(receipt.deliveries.map(\.panelJSON)),
                    "replies": .array(receipt.replies.map(JSON.string)),
                ], status: .accepted)
        } catch {
            return .problem("\(error)", status: .badRequest)
        }
    }

    private func changeNumber(_ number: String, _ order: NumberOrder) -> MockReply {
        guard self.number(number) != nil else { return .problem("no such number", status: .notFound) }
        update(number) { number in
            number.optOutHandling = order.optOutHandling ?? number.optOutHandling
            number.smsURL = order.smsURL ?? number.smsURL
            number.smsMethod = order.smsMethod ?? number.smsMethod
        }
        return .json(self.number(number)!.panelJSON)
    }

    /// What a phone sent, shown on the page without the account's credentials.
    private func panelMedia(_ sid: String) -> MockReply {
        guard let media = state.withLock({ $0.media[sid] }) else { return .problem("no such media", status: .notFound) }
        return .file(media.bytes, type: media.contentType)
    }
}
