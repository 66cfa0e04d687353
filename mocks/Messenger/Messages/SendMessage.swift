internal import Foundation
internal import MockPlatform
private import Synchronization

extension MockMeta {
    private static var longestTyping: TimeInterval { 20 }

    /// `POST /{page}/messages`. It is carried out once for each call: there is nothing by which two would be the same.
    func sendMessage(_ node: String, _ request: GraphRequest) async throws(GraphError) -> JSON {
        let now = clock.now
        let (app, page, send) = try locked { state throws(GraphError) in
            let caller = try state.caller(request, at: now)
            let page = try state.page(node, caller, request).page
            try state.checkSender(caller, page)
            let send = try SendRequest(request.parameters)
            try state.checkRecipient(send, caller.app, page, at: now)
            return (caller.app, page, send)
        }
        switch send.content {
        case .action(let action):
            try perform(action, send.psid)
            return ["recipient_id": .string(send.psid)]
        case .message(let outgoing):
            var file: String?
            if let attachment = outgoing.attachment { file = try await self.file(of: attachment) }
            let message = send.message(outgoing, file: file, app: app.id, page: page.id, at: clock.now)
            show(message)
            tasks.start { [self] in await report(message) }
            var members: [JSON.Member] = [
                .init("recipient_id", .string(send.psid)), .init("message_id", .string(message.mid)),
            ]
            if let file, outgoing.attachment?.isReusable == true {
                members.append(.init("attachment_id", .string(file)))
            }
            return .object(members)
        }
    }

    private func perform(_ action: SendRequest.SenderAction, _ psid: String) throws(GraphError) {
        let now = clock.now
        try locked { state throws(GraphError) in
            func react(_ mid: String, _ reaction: String?) throws(GraphError) {
                guard state.conversations[psid]?[mid] != nil else { throw .table(100, 33) }
                state.conversations[psid]?.update(mid) { $0.reaction = reaction }
            }
            switch action {
            case .typingOn: state.conversations[psid]?.typesUntil = now + Self.longestTyping
            case .typingOff: state.conversations[psid]?.typesUntil = nil
            case .markSeen: state.conversations[psid]?.seenUntil = now
            case .react(let mid, let reaction): try react(mid, reaction)
            case .unreact(let mid): try react(mid, nil)
            }
        }
    }

    /// A message appears in Messenger.
    func show(_ message: MessengerMessage) {
        state.withLock { state in
            state.conversations[message.psid]?.append(message)
            if message.direction == .received { state.conversations[message.psid]?.typesUntil = nil }
        }
        traffic.append(message)
    }

    /// The echo, then the receipt of the person's device.
    func report(_ message: MessengerMessage) async {
        await publish(state.withLock { $0.echo(of: message) })
        let receipt: JSON = [
            "mids": [.string(message.mid)], "watermark": .integer(Self.milliseconds(message.at)),
        ]
        await publish(
            MessengerEvent(
                page: message.page, psid: message.psid, field: "message_deliveries", at: clock.now,
                content: [.init("delivery", receipt)]))
    }
}

extension SendRequest {
    fileprivate func message(
        _ outgoing: OutgoingMessage, file: String?, app: String, page: String, at now: Date
    ) -> MessengerMessage {
        var attachments: [MessengerAttachment] = []
        if let attachment = outgoing.attachment {
            var payload: JSON?
            if case .template(let template) = attachment.source { payload = template }
            attachments = [MessengerAttachment(type: attachment.type, file: file, payload: payload)]
        }
        return MessengerMessage(
            mid: Conversation.newMid(), at: now, page: page, psid: psid, direction: .received, text: outgoing.text,
            attachments: attachments, quickReplies: outgoing.quickReplies, app: app, metadata: outgoing.metadata,
            tag: tag, replyTo: outgoing.replyTo)
    }
}

extension MetaState {
    /// Whether the token's owner may write for the page at all.
    fileprivate func checkSender(_ caller: Caller, _ page: MockPage) throws(GraphError) {
        guard caller.may("pages_messaging") else { throw .permission("pages_messaging") }
        let tasks = caller.token.user.map { self.tasks(of: $0, for: page.id) } ?? []
        guard tasks.contains(.messaging) || tasks.contains(.moderate) else { throw .table(10) }
        guard !page.isRestricted else { throw .table(10, 1_893_063) }
    }

    /// Whether this person can be written to now, by this app, with this tag.
    fileprivate func checkRecipient(
        _ send: SendRequest, _ app: MockApp, _ page: MockPage, at now: Date
    ) throws(GraphError) {
        guard let person = people.person(psid: send.psid, page: page.id),
            let conversation = conversations[send.psid]
        else { throw .table(100, 2_018_001) }
        guard app.isLive || person.isTester else { throw .table(200, 2_018_028) }
        guard !conversation.isBlocked, !person.isUnavailable else { throw .table(551, 1_545_041) }
        guard conversation.mayWrite(app.id, defaultApp: page.defaultApp, at: now) else { throw .table(10, 2_018_300) }
        guard case .message = send.content else { return }
        if send.tag != nil, !app.hasHumanAgent { throw .table(10) }
        let window = send.tag == nil ? Conversation.window : Conversation.humanAgentWindow
        guard let last = conversation.lastUserEvent, now < last + window else { throw .table(10, 2_018_278) }
    }

    /// What apps are told of a page's message. It opens no window.
    mutating func echo(of message: MessengerMessage) -> MessengerEvent {
        var members: [JSON.Member] = [.init("mid", .string(message.mid)), .init("is_echo", true)]
        if let app = message.app.flatMap({ Int($0) }) { members.append(.init("app_id", .integer(app))) }
        if let metadata = message.metadata { members.append(.init("metadata", .string(metadata))) }
        if let text = message.text { members.append(.init("text", .string(text))) }
        if !message.attachments.isEmpty {
            let attachments = message.attachments.map { json(of: $0, at: message.at) }
            members.append(.init("attachments", .array(attachments)))
        }
        if let mid = message.replyTo { members.append(.init("reply_to", ["mid": .string(mid)])) }
        return MessengerEvent(
            page: message.page, psid: message.psid, field: "message_echoes", at: message.at, isFromPage: true,
            content: [.init("message", .object(members))])
    }
}
