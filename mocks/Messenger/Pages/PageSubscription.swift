internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockMeta {
    /// `/{page}/subscribed_apps`: what the app follows of the page.
    func pageSubscription(
        _ node: String, _ method: HTTPRequest.Method, _ request: GraphRequest
    ) throws(GraphError) -> JSON {
        let now = clock.now
        return try locked { state throws(GraphError) in
            let caller = try state.caller(request, at: now)
            let id = try state.page(node, caller, request).page.id
            guard method != .get else { return state.subscription(of: id, caller.app) }
            guard caller.may("pages_manage_metadata") else { throw .permission("pages_manage_metadata") }
            let tasks = caller.token.user.map { state.tasks(of: $0, for: id) } ?? []
            guard tasks.contains(where: { [.createContent, .manage, .moderate].contains($0) }) else {
                throw GraphError(
                    200, nil,
                    "(#200) User does not have sufficient administrative permission for this action on this page.")
            }
            guard method == .post else {
                state.pages[id]?.subscriptions[caller.app.id] = nil
                return ["success": true]
            }
            guard let fields = try request.parameters.list("subscribed_fields"), !fields.isEmpty else {
                throw .parameter("The parameter subscribed_fields is required.")
            }
            try SubscribedField.check(fields)
            var all =
                state.configuration.subscribingAddsFields
                ? state.pages[id]?.subscriptions[caller.app.id]?.fields ?? [] : []
            for field in fields where !all.contains(field) { all.append(field) }
            state.pages[id]?.subscriptions[caller.app.id] = .init(fields: all)
            return ["success": true]
        }
    }

    /// The page's people remove the app from the page, or what it follows; the app is not told.
    /// - Parameter fields: what is left; `nil` ends the subscription, an empty list leaves it without fields.
    public func setSubscription(_ fields: [String]?, of page: String, app: String) {
        state.withLock { state in
            state.pages[page]?.subscriptions[app] = fields.map { .init(fields: $0.isEmpty ? nil : $0) }
        }
    }
}

extension MetaState {
    /// Only the app whose token asks.
    fileprivate func subscription(of page: String, _ app: MockApp) -> JSON {
        guard let subscription = pages[page]?.subscriptions[app.id] else { return ["data": []] }
        var members: [JSON.Member] = [
            .init("category", "Business"),
            .init("link", .string("https://www.facebook.com/games/?app_id=\(app.id)")),
            .init("name", .string(app.name)), .init("id", .string(app.id)),
        ]
        if let fields = subscription.fields {
            members.append(.init("subscribed_fields", .array(fields.map(JSON.string))))
        }
        return ["data": [.object(members)]]
    }
}
