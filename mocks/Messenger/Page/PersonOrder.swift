internal import MockPlatform

/// `POST /mock/act`: a person does something in Messenger.
struct PersonOrder: Decodable, Sendable {
    let person: String
    let page: String
    /// `text`, `sticker`, `location`, `press`, `start`, `follow`, `react`, `unreact`, `read`, `edit`, `unsend`,
    /// `optIn`, `block` or `unblock`.
    let action: String
    let text: String?
    /// `data:image/png;base64,…`
    let media: [String]?
    let mid: String?
    let title: String?
    /// Of a button, or of the quick reply whose title the text is.
    let payload: String?
    let emoji: String?
    let ref: String?

    /// - Returns: `nil` where the order makes no sense.
    func carryOut(on meta: MockMeta) async throws(PersonFailure) -> PersonReceipt? {
        guard !person.isEmpty else { return nil }
        let actor = meta.person(person)
        switch action {
        case "text": return try await write(actor)
        case "sticker": return try await actor.sticker(to: page)
        case "location": return try await actor.location(latitude: 53.5503, longitude: 9.9937, to: page)
        case "start": return try await actor.getStarted(on: page)
        case "read": return try await actor.read(on: page)
        case "block", "unblock":
            actor.setBlocked(action == "block", on: page)
            return PersonReceipt(mid: nil, psid: actor.psid(on: page) ?? "", deliveries: [])
        case "press":
            guard let payload else { return nil }
            return try await actor.press(title ?? payload, payload: payload, on: page)
        case "follow":
            guard let ref else { return nil }
            return try await actor.follow(ref: ref, to: page)
        case "optIn":
            guard let payload else { return nil }
            return try await actor.optIn(payload: payload, title: title ?? "", to: page)
        default: return try await change(actor)
        }
    }

    private func write(_ actor: MockPerson) async throws(PersonFailure) -> PersonReceipt? {
        var files: [MockMedia] = []
        for url in media ?? [] {
            guard let file = MockMedia(dataURL: url) else { return nil }
            files.append(file)
        }
        if !files.isEmpty { return try await actor.send(files, text: text?.isEmpty == true ? nil : text, to: page) }
        guard let text, !text.isEmpty else { return nil }
        return try await actor.text(text, to: page, quickReply: payload, replyTo: mid)
    }

    /// What is done to a message that is there.
    private func change(_ actor: MockPerson) async throws(PersonFailure) -> PersonReceipt? {
        guard let mid else { return nil }
        switch action {
        case "react": return try await actor.react(to: mid, with: emoji ?? "❤️", on: page)
        case "unreact": return try await actor.react(to: mid, with: nil, on: page)
        case "unsend": return try await actor.unsend(mid, on: page)
        case "edit":
            guard let text, !text.isEmpty else { return nil }
            return try await actor.edit(mid, to: text, on: page)
        default: return nil
        }
    }
}

/// `POST /mock/login`: a Facebook user goes through the login dialog.
struct LogInOrder: Decodable, Sendable {
    /// Of the dialog, as the app made it.
    let address: String
    let user: String?
    /// Absent for all.
    let pages: [String]?
    let declining: [String]?
    let cancels: Bool?
}
