internal import Foundation
public import MockPlatform
private import Synchronization

extension MockMeta {
    /// `POST /{page}/pass_thread_control` and its siblings.
    func controlThread(
        _ node: String, _ action: GraphRoute.ThreadAction, _ request: GraphRequest
    ) async throws(GraphError) -> JSON {
        let now = clock.now
        let news = try locked { state throws(GraphError) in
            let caller = try state.caller(request, at: now)
            let page = try state.page(node, caller, request).page
            guard caller.may("pages_messaging") else { throw .permission("pages_messaging") }
            guard let psid = try request.parameters.object("recipient")?["id"]?.text else {
                throw .parameter("The parameter recipient is required")
            }
            guard state.people.person(psid: psid, page: page.id) != nil else { throw .table(100, 2_018_001) }
            return try state.change(action, of: psid, page, by: caller.app.id, request.parameters, at: now)
        }
        if let news { await publish(news) }
        return ["success": true]
    }

    /// `GET /{page}/thread_owner`.
    func threadOwner(_ node: String, _ request: GraphRequest) throws(GraphError) -> JSON {
        let now = clock.now
        return try locked { state throws(GraphError) in
            let caller = try state.caller(request, at: now)
            let page = try state.page(node, caller, request).page
            guard let psid = request.parameters["recipient"],
                state.people.person(psid: psid, page: page.id) != nil
            else { throw .table(100, 2_018_001) }
            let owner = state.conversations[psid]?.controller(at: now)
            guard let owner else { return ["data": []] }
            return ["data": [["thread_owner": ["app_id": .string(owner)]]]]
        }
    }

    /// Another app, Meta's inbox of the page unless one is named, takes control of a conversation.
    @discardableResult
    public func takeThreadControl(
        of psid: String, by app: String = MockApp.pageInbox, metadata: String? = nil
    ) async -> [Delivery] {
        let event = state.withLock { $0.give(psid, to: app, as: "take_thread_control", metadata, at: clock.now) }
        return if let event { await publish(event) } else { [] }
    }

    /// Whoever controls a conversation passes it on.
    @discardableResult
    public func passThreadControl(of psid: String, to app: String, metadata: String? = nil) async -> [Delivery] {
        let event = state.withLock { $0.give(psid, to: app, as: "pass_thread_control", metadata, at: clock.now) }
        return if let event { await publish(event) } else { [] }
    }

    /// Nobody controls the conversation any more.
    public func releaseThread(of psid: String) {
        state.withLock { state in
            state.conversations[psid]?.owner = nil
            state.conversations[psid]?.ownedUntil = nil
        }
    }

    /// Who controls a conversation now.
    public func threadOwner(of psid: String) -> String? {
        state.withLock { $0.conversations[psid]?.controller(at: clock.now) }
    }

    /// The page's people answer in another app, Meta's inbox unless one is named, which takes control with that.
    /// - Returns: what apps were told of it.
    @discardableResult
    public func answer(
        _ text: String, to psid: String, by app: String = MockApp.pageInbox, takingControl: Bool = true
    ) async -> [Delivery] {
        guard let page = state.withLock({ $0.conversations[psid]?.page }) else { return [] }
        var deliveries: [Delivery] = []
        if takingControl, threadOwner(of: psid) != app { deliveries = await takeThreadControl(of: psid, by: app) }
        let message = MessengerMessage(
            mid: Conversation.newMid(), at: clock.now, page: page, psid: psid, direction: .received, text: text,
            attachments: [], quickReplies: [], app: app, metadata: nil, tag: nil, replyTo: nil)
        show(message)
        return deliveries + (await publish(state.withLock { $0.echo(of: message) }))
    }
}

extension MetaState {
    /// - Returns: what apps are told.
    fileprivate mutating func change(
        _ action: GraphRoute.ThreadAction, of psid: String, _ page: MockPage, by app: String,
        _ parameters: GraphParameters, at now: Date
    ) throws(GraphError) -> MessengerEvent? {
        guard let conversation = conversations[psid] else { throw .table(100, 2_018_001) }
        let metadata = parameters["metadata"]
        let isController = conversation.mayWrite(app, defaultApp: page.defaultApp, at: now)
        switch action {
        case .pass:
            guard isController else { throw .table(10, 2_018_300) }
            guard let target = parameters["target_app_id"] else {
                throw .parameter("The parameter target_app_id is required")
            }
            guard target == MockApp.pageInbox || pages[page.id]?.subscriptions[target] != nil else {
                throw .parameter("Invalid target_app_id: \(target)")
            }
            return give(psid, to: target, as: "pass_thread_control", metadata, at: now)
        case .take:
            // Only the default app takes, so without one nobody can.
            guard page.defaultApp == app else { throw .table(10) }
            return give(psid, to: app, as: "take_thread_control", metadata, at: now)
        case .request:
            // That it was asked for says nothing about whether it is given.
            var members: [JSON.Member] = [.init("requested_owner_app_id", .string(app))]
            if let metadata { members.append(.init("metadata", .string(metadata))) }
            return MessengerEvent(
                page: page.id, psid: psid, field: "messaging_handovers", at: now,
                content: [.init("request_thread_control", .object(members))])
        case .release:
            guard isController else { throw .table(10, 2_018_300) }
            conversations[psid]?.owner = nil
            conversations[psid]?.ownedUntil = nil
            return nil
        case .extend:
            guard isController else { throw .table(10, 2_018_300) }
            guard let duration = parameters["duration"].flatMap({ Int($0) }), (1...Self.longestExtension) ~= duration
            else { throw .parameter("Param duration must be between 1 and \(Self.longestExtension)") }
            conversations[psid]?.owner = app
            conversations[psid]?.ownedUntil = now + TimeInterval(duration)
            return nil
        }
    }

    private static var longestExtension: Int { 7 * 86_400 }

    /// Changes who controls a conversation. Every app that follows handovers is told; the documentation does not say
    /// to whom the news goes.
    fileprivate mutating func give(
        _ psid: String, to app: String, as name: String, _ metadata: String?, at now: Date
    ) -> MessengerEvent? {
        guard let conversation = conversations[psid] else { return nil }
        let previous = conversation.controller(at: now)
        conversations[psid]?.owner = app
        // Control of an idle conversation lasts for a window of its own.
        let isActive = conversation.lastUserEvent.map { now < $0 + Conversation.window } ?? false
        conversations[psid]?.ownedUntil = isActive ? nil : now + Conversation.window
        var members: [JSON.Member] = [
            .init("previous_owner_app_id", .optional(previous)), .init("new_owner_app_id", .string(app)),
        ]
        if let metadata { members.append(.init("metadata", .string(metadata))) }
        return MessengerEvent(
            page: conversation.page, psid: psid, field: "messaging_handovers", at: now,
            content: [.init(name, .object(members))])
    }
}
