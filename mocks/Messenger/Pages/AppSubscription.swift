internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Signing
private import Synchronization

extension MockMeta {
    /// `/{app}/subscriptions`: the app-level webhook, with the app's own token.
    func appSubscription(
        _ node: String, _ method: HTTPRequest.Method, _ request: GraphRequest
    ) async throws(GraphError) -> JSON {
        let now = clock.now
        let (app, current) = try locked { state throws(GraphError) in
            let caller = try state.caller(request, at: now)
            guard caller.token.kind == .app, node == caller.app.id else { throw .noObject(node, method) }
            return (caller.app, state.apps[node]?.subscription)
        }
        guard method != .get else { return ["data": .array(current.map { [$0.json] } ?? [])] }
        if method == .delete, request.parameters["object"] == nil {
            state.withLock { $0.apps[app.id]?.subscription = nil }
            return ["success": true]
        }
        guard request.parameters["object"] == "page" else { throw .parameter("The parameter object must be page.") }
        let fields = try request.parameters.list("fields") ?? []
        try SubscribedField.check(fields)
        guard method == .post else {
            state.withLock { state in
                state.apps[app.id]?.subscription?.fields.removeAll { fields.contains($0) }
                if fields.isEmpty { state.apps[app.id]?.subscription = nil }
            }
            return ["success": true]
        }
        guard let callback = request.parameters["callback_url"], WebAddress(callback) != nil else {
            throw .parameter("The parameter callback_url is required, and must be an address.")
        }
        let token = request.parameters["verify_token"] ?? ""
        try await verify(callback, token, app: app.id)
        state.withLock {
            $0.apps[app.id]?.subscription = .init(callbackURL: callback, verifyToken: token, fields: fields)
        }
        return ["success": true]
    }

    /// Subscribes an app as its dashboard would, and asks its callback address whether it is the app's own.
    /// - Returns: whether it is; otherwise everything stays as it was.
    @discardableResult
    public func subscribe(app: String, to callback: String, verifyToken: String, fields: [String]) async -> Bool {
        do throws(GraphError) {
            try await verify(callback, verifyToken, app: app)
        } catch {
            return false
        }
        state.withLock {
            $0.apps[app]?.subscription = .init(callbackURL: callback, verifyToken: verifyToken, fields: fields)
        }
        return true
    }

    /// Takes fields from the app's subscription, or makes it inactive, as a developer can on the dashboard.
    public func changeSubscription(of app: String, without fields: [String] = [], isActive: Bool = true) {
        state.withLock { state in
            state.apps[app]?.subscription?.fields.removeAll { fields.contains($0) }
            state.apps[app]?.subscription?.isActive = isActive
        }
    }

    /// Asks a callback address for the challenge; only a 200 with the challenge and nothing else will do.
    private func verify(_ callback: String, _ token: String, app: String) async throws(GraphError) {
        // Ten digits, of which the first is no zero.
        let digits = SecureRandom.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 9_000_000_000
        let challenge = String(1_000_000_000 + digits)
        let fields = FormFields([
            "hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": token,
        ])
        let url = callback + (callback.contains("?") ? "&" : "?") + fields.encoded
        let delivery = await courier.deliver(
            Webhook(
                operation: .verification, subject: app, about: [app], method: .get, url: url, fields: fields,
                headers: [.userAgent: WebhookPost.userAgent, .accept: "*/*"],
                forgedHeaders: [.userAgent: WebhookPost.userAgent], body: [], limits: webhookLimits),
            playing: courier.fault(on: .verification, about: [app]))
        let answer = String(decoding: delivery.responseBody, as: UTF8.self)
        guard delivery.outcome == .answered(status: 200), answer == challenge else {
            throw GraphError(
                2200, nil,
                "(#2200) callback verification failed: The URL couldn't be validated. Response does not match "
                    + "challenge, expected value=\"\(challenge)\", received=\"\(answer.prefix(20))\", "
                    + "outcome=\"\(delivery.outcome)\"")
        }
    }
}

extension AppRecord.Subscription {
    fileprivate var json: JSON {
        [
            "object": "page", "callback_url": .string(callbackURL), "active": .bool(isActive),
            "fields": .array(fields.map { ["name": .string($0), "version": .string("\(GraphVersion.latest)")] }),
        ]
    }
}
