internal import Foundation
public import MockPlatform
private import Synchronization

extension MockPerson {
    private static var mostEdits: Int { 5 }
    static let thumbsUp = 369_239_263_222_822

    /// Writes a text and returns once each app has been told of it for the first time.
    /// - Parameters:
    ///   - quickReply: the payload of the quick reply whose title the text is.
    ///   - referral: what led the person here, as an advertisement does.
    @discardableResult
    public func text(
        _ text: String, to page: String, quickReply: String? = nil, replyTo: String? = nil, referral: JSON? = nil
    ) async throws(PersonFailure) -> PersonReceipt {
        var members: [JSON.Member] = [.init("text", .string(text))]
        if let quickReply { members.append(.init("quick_reply", ["payload": .string(quickReply)])) }
        if let replyTo { members.append(.init("reply_to", ["mid": .string(replyTo)])) }
        if let referral { members.append(.init("referral", referral)) }
        return try await write(members, text: text, [], to: page, replyTo: replyTo)
    }

    /// Sends files, each as the kind its content type says.
    @discardableResult
    public func send(
        _ files: [MockMedia], text: String? = nil, to page: String
    ) async throws(PersonFailure) -> PersonReceipt {
        let attachments = meta.state.withLock { state in
            files.map { file -> MessengerAttachment in
                let kind = String(file.contentType.prefix { $0 != "/" })
                let type = ["image", "audio", "video"].contains(kind) ? kind : "file"
                let ending = file.contentType.split(separator: "/").last.map { $0.prefix { $0 != "+" } } ?? "bin"
                return MessengerAttachment(
                    type: type,
                    file: state.keep(file.bytes, contentType: file.contentType, name: "\(type).\(ending)"))
            }
        }
        let members = text.map { [JSON.Member("text", .string($0))] } ?? []
        return try await write(members, text: text, attachments, to: page)
    }

    @discardableResult
    public func sticker(_ id: Int? = nil, to page: String) async throws(PersonFailure) -> PersonReceipt {
        let attachment = meta.state.withLock { state in
            MessengerAttachment(
                type: "sticker", file: state.keep(Self.stickerPicture, contentType: "image/svg+xml", name: "like.svg"),
                payload: ["sticker_id": .integer(id ?? Self.thumbsUp)])
        }
        return try await write([], text: nil, [attachment], to: page)
    }

    @discardableResult
    public func location(
        latitude: Double, longitude: Double, to page: String
    ) async throws(PersonFailure) -> PersonReceipt {
        let place: JSON = ["coordinates": ["lat": .decimal(latitude), "long": .decimal(longitude)]]
        return try await write([], text: nil, [MessengerAttachment(type: "location", payload: place)], to: page)
    }

    /// Changes one of their own messages; five times at most.
    @discardableResult
    public func edit(_ mid: String, to text: String, on page: String) async throws(PersonFailure) -> PersonReceipt {
        let edits = try change(mid, on: page, own: true) { message in
            guard message.edits < Self.mostEdits, !message.isDeleted else { return nil }
            message.edits += 1
            message.text = text
            return message.edits
        }
        return try await act(
            on: page, field: "message_edits", opensWindow: false, mid: mid,
            ["message_edit": ["mid": .string(mid), "text": .string(text), "num_edit": .integer(edits)]])
    }

    /// Takes one of their own messages back. Unconfirmed for Messenger: seen on its sister platform.
    @discardableResult
    public func unsend(_ mid: String, on page: String) async throws(PersonFailure) -> PersonReceipt {
        try change(mid, on: page, own: true) { message in
            guard !message.isDeleted else { return nil }
            message.isDeleted = true
            return 0
        }
        return try await act(
            on: page, field: "messages", opensWindow: false, mid: mid,
            ["message": ["mid": .string(mid), "is_deleted": true]])
    }

    /// Sets or, with `nil`, takes back a reaction to a message of the page or of their own.
    @discardableResult
    public func react(
        to mid: String, with emoji: String?, on page: String
    ) async throws(PersonFailure) -> PersonReceipt {
        try change(mid, on: page, own: false) { message in
            message.reaction = emoji
            return 0
        }
        var members: [JSON.Member] = [
            .init("mid", .string(mid)), .init("action", emoji == nil ? "unreact" : "react"),
        ]
        if let emoji {
            members.append(.init("reaction", .string(Self.reactions[emoji] ?? "other")))
            members.append(.init("emoji", .string(emoji)))
        }
        return try await act(
            on: page, field: "message_reactions", opensWindow: true, mid: mid, ["reaction": .object(members)])
    }

    private static let reactions = [
        "❤️": "love", "😆": "smile", "😮": "wow", "😢": "sad", "😠": "angry", "👍": "like", "👎": "dislike",
    ]

    private static let stickerPicture = Array(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><text y=\"20\" font-size=\"20\">👍</text></svg>"
            .utf8)

    /// A new message: into the conversation first, then to whoever follows the page.
    private func write(
        _ content: [JSON.Member], text: String?, _ attachments: [MessengerAttachment], to page: String,
        replyTo: String? = nil
    ) async throws(PersonFailure) -> PersonReceipt {
        let now = meta.clock.now
        let mid = Conversation.newMid()
        let psid = try enter(page, opensWindow: true)
        let members = meta.state.withLock { state -> [JSON.Member] in
            let shown = attachments.map { state.json(of: $0, at: now) }
            return [.init("mid", .string(mid))] + content
                + (shown.isEmpty ? [] : [.init("attachments", .array(shown))])
        }
        meta.show(
            MessengerMessage(
                mid: mid, at: now, page: page, psid: psid, direction: .sent, text: text, attachments: attachments,
                quickReplies: [], app: nil, metadata: nil, tag: nil, replyTo: replyTo))
        let deliveries = await meta.publish(
            MessengerEvent(
                page: page, psid: psid, field: "messages", at: now, content: [.init("message", .object(members))]))
        return PersonReceipt(mid: mid, psid: psid, deliveries: deliveries)
    }

    @discardableResult
    private func change(
        _ mid: String, on page: String, own: Bool, _ change: (inout MessengerMessage) -> Int?
    ) throws(PersonFailure) -> Int {
        let result = meta.state.withLock { state -> Result<Int, PersonFailure> in
            guard let psid = state.people.psid(of: name, page: page),
                let message = state.conversations[psid]?[mid]
            else { return .failure(.noSuchMessage(mid)) }
            guard !own || message.direction == .sent else { return .failure(.notToBeChanged(mid)) }
            var changed = message
            guard let result = change(&changed) else { return .failure(.notToBeChanged(mid)) }
            state.conversations[psid]?.update(mid) { $0 = changed }
            return .success(result)
        }
        return try result.get()
    }
}
