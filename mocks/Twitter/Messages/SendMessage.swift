internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockX {
    /// `POST /1.1/direct_messages/events/new.json`. It is carried out once for each call: there is nothing by which two
    /// would be the same.
    func sendV1(_ call: XCall) async throws(XError) -> XAnswer {
        let (app, sender) = (try call.app(), try call.account())
        let event = try call.json()["event"]
        guard event?["type"] == "message_create", let create = event?["message_create"],
            let recipient = create["target"]?["recipient_id"]?.text, let data = create["message_data"]
        else { throw .coded(151, "There was an error sending your message: event.message_create is not valid.") }
        let outgoing = try OutgoingMessage(v1: data)
        let now = clock.now
        let (message, json) = try locked { state throws(XError) in
            let message = try state.send(outgoing, from: sender, to: recipient, app: app, at: now)
            return (message, state.json(of: message, namesApp: false))
        }
        show(message)
        return .json(["event": json])
    }

    /// `POST /2/dm_conversations/with/{participant}/messages`
    func sendToParticipant(_ call: XCall) async throws(XError) -> XAnswer {
        let participant = call["participant"]
        guard 1...19 ~= participant.count, participant.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            throw .invalid(
                "The `participant_id` query parameter value [\(participant)] is not valid",
                parameters: [.init("participant_id", [.string(participant)])])
        }
        return try send(call, to: participant)
    }

    /// `POST /2/dm_conversations/{conversation}/messages`
    func sendInConversation(_ call: XCall) async throws(XError) -> XAnswer {
        let sender = try call.account()
        let parties = call["conversation"].split(separator: "-").map(String.init)
        guard parties.count == 2, let place = parties.firstIndex(of: sender.id) else { throw .notPermitted }
        return try send(call, to: parties[1 - place])
    }

    private func send(_ call: XCall, to recipient: String) throws(XError) -> XAnswer {
        let (app, sender) = (try call.app(), try call.account())
        let outgoing = try OutgoingMessage(v2: try call.json(of: ["text", "attachments"]))
        let now = clock.now
        let message: DirectMessage
        do throws(XError) {
            message = try locked { state throws(XError) in
                try state.send(outgoing, from: sender, to: recipient, app: app, at: now)
            }
        } catch {
            switch error.code {
            case 50, 63, 150, 349: throw .notPermitted
            case 324, 325: throw .invalid("Your media IDs are invalid.")
            default: throw error
            }
        }
        show(message)
        var answer = XAnswer.data(
            [
                "dm_conversation_id": .string(Conversation.id(sender.id, recipient)),
                "dm_event_id": .string(message.id),
            ], status: 201)
        answer.headers[.location] = "https://api.twitter.com/2/dm_events/\"\(message.id)\""
        return answer
    }

    /// Into the traffic, and to whoever follows one of the two; the answer to the call does not wait for that.
    private func show(_ message: DirectMessage) {
        traffic.append(message)
        tasks.start { [self] in await publish(state.withLock { $0.event(of: message) }) }
    }
}

extension XState {
    /// Sends a message of an app's, to somebody who may be written to.
    fileprivate mutating func send(
        _ outgoing: OutgoingMessage, from sender: MockXAccount, to recipient: String, app: MockXApp, at now: Date
    ) throws(XError) -> DirectMessage {
        try checkRecipient(recipient, of: sender)
        if let id = outgoing.media { try useMedia(id, by: sender.id, at: now) }
        return append(outgoing, from: sender.id, to: recipient, app: app.id, at: now)
    }

    /// Stores a message.
    mutating func append(
        _ outgoing: OutgoingMessage, from sender: String, to recipient: String, app: String, chosen: String? = nil,
        at now: Date
    ) -> DirectMessage {
        let id = newID(at: now)
        let message = DirectMessage(
            id: id, at: now, sender: sender, recipient: recipient, text: outgoing.text, options: outgoing.options,
            buttons: outgoing.buttons, chosen: chosen, media: outgoing.media, app: app,
            wire: WireText(outgoing.text, media: outgoing.media == nil ? nil : id))
        let place = Conversation.id(sender, recipient)
        conversations[place, default: Conversation(id: place)].append(message)
        places[id] = place
        return message
    }

    /// Whether an account may be written to: it follows, or takes messages from all, or has written before.
    func checkRecipient(_ id: String, of sender: MockXAccount) throws(XError) {
        guard let recipient = accounts[id] else { throw .coded(50) }
        guard !recipient.isSuspended else { throw .coded(63) }
        guard !recipient.closesDMs, !blocks.contains(Pair(first: id, second: sender.id)),
            !blocks.contains(Pair(first: sender.id, second: id))
        else { throw .coded(349) }
        let isOpen =
            recipient.allowsDMsFrom == .all || follows.contains(Pair(first: id, second: sender.id))
            || conversations[Conversation.id(id, sender.id)]?.wasWritten(by: id) == true
        guard isOpen else { throw .coded(150) }
    }
}
