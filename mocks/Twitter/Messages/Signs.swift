internal import Foundation
internal import MockPlatform
private import Synchronization

extension MockX {
    static var longestTyping: TimeInterval { 5 }

    /// `POST /1.1/direct_messages/indicate_typing.json`
    func indicateTyping(_ call: XCall) async throws(XError) -> XAnswer {
        let (sender, now) = (try call.account(), clock.now)
        let recipient = call.field("recipient_id") ?? ""
        let event = try locked { state throws(XError) in
            try state.checkRecipient(recipient, of: sender)
            return state.type(sender.id, to: recipient, at: now)
        }
        tasks.start { [self] in await publish(event) }
        return .empty()
    }

    /// `POST /1.1/direct_messages/mark_read.json`
    func markRead(_ call: XCall) async throws(XError) -> XAnswer {
        let (reader, now) = (try call.account(), clock.now)
        let writer = call.field("recipient_id") ?? ""
        let last = call.field("last_read_event_id") ?? ""
        let event = try locked { state throws(XError) in
            guard state.accounts[writer] != nil else { throw .coded(50) }
            guard state.places[last] == Conversation.id(reader.id, writer) else { throw .noPage }
            return state.read(reader.id, of: writer, upTo: last, at: now)
        }
        tasks.start { [self] in await publish(event) }
        return .empty()
    }
}
