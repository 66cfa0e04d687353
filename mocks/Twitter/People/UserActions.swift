internal import Foundation
public import MockPlatform
private import Synchronization

extension MockXUser {
    /// Writes a message in X's own app, and returns once each subscriber has been told of it for the first time. What the
    /// owner of a business's account writes comes to its apps as an echo.
    @discardableResult
    public func write(
        _ text: String, to other: String, attaching file: MockMedia? = nil
    ) async throws(MockXFailure) -> MockXReceipt {
        try await write(text, to: other, attaching: file, chosen: nil)
    }

    /// Taps an answer that was offered, by its label.
    @discardableResult
    public func tap(_ label: String, from other: String) async throws(MockXFailure) -> MockXReceipt {
        let offered = received(from: other).last { !$0.options.isEmpty }?.options ?? []
        guard let option = offered.first(where: { $0.label == label }) else { throw .noSuchOption(label) }
        return try await write(option.label, to: other, attaching: nil, chosen: option.metadata ?? "")
    }

    /// Begins to write.
    @discardableResult
    public func type(to other: String) async throws(MockXFailure) -> MockXReceipt {
        let now = x.clock.now
        let other = try known(other)
        let event = x.state.withLock { $0.type(id, to: other.id, at: now) }
        return MockXReceipt(message: nil, deliveries: await x.publish(event))
    }

    /// Has read everything the other wrote so far.
    @discardableResult
    public func read(from other: String) async throws(MockXFailure) -> MockXReceipt {
        let now = x.clock.now
        let other = try known(other)
        let event = x.state.withLock { state -> AccountEvent? in
            guard let last = state.conversations[Conversation.id(id, other.id)]?.last(to: id) else { return nil }
            return state.read(id, of: other.id, upTo: last.id, at: now)
        }
        guard let event else { throw .nothingWritten }
        return MockXReceipt(message: nil, deliveries: await x.publish(event))
    }

    /// Follows somebody, or no longer. Who is followed hears of the first, not of the second.
    @discardableResult
    public func setFollowing(_ follows: Bool, _ other: String) async throws(MockXFailure) -> MockXReceipt {
        let now = x.clock.now
        let other = try known(other)
        let event = x.state.withLock { state -> AccountEvent? in
            guard let source = state.accounts[id] else { return nil }
            let pair = XState.Pair(first: id, second: other.id)
            if follows { state.follows.insert(pair) } else { state.follows.remove(pair) }
            return state.event(
                "follow_events", follows ? "follow" : "unfollow", by: source, of: other,
                audience: follows ? [other.id, id] : [id], at: now)
        }
        return await told(event)
    }

    /// Blocks somebody, or no longer. Only their own subscribers hear of it, never the other side.
    @discardableResult
    public func setBlocked(_ isBlocked: Bool, _ other: String) async throws(MockXFailure) -> MockXReceipt {
        let now = x.clock.now
        let other = try known(other)
        let event = x.state.withLock { state -> AccountEvent? in
            guard let source = state.accounts[id] else { return nil }
            let pair = XState.Pair(first: id, second: other.id)
            if isBlocked {
                state.blocks.insert(pair)
                state.follows.remove(XState.Pair(first: other.id, second: id))
            } else {
                state.blocks.remove(pair)
            }
            return state.event(
                "block_events", isBlocked ? "block" : "unblock", by: source, of: other, audience: [id], at: now)
        }
        return await told(event)
    }

    private func told(_ event: AccountEvent?) async -> MockXReceipt {
        guard let event else { return MockXReceipt(message: nil, deliveries: []) }
        return MockXReceipt(message: nil, deliveries: await x.publish(event))
    }

    private func write(
        _ text: String, to other: String, attaching file: MockMedia?, chosen: String?
    ) async throws(MockXFailure) -> MockXReceipt {
        let now = x.clock.now
        let other = try known(other)
        let message: DirectMessage
        do throws(XError) {
            message = try x.locked { state throws(XError) in
                guard let sender = state.accounts[id], !sender.isSuspended else { throw .coded(64) }
                guard !sender.isLocked else { throw .coded(326) }
                try state.checkRecipient(other.id, of: sender)
                var outgoing = OutgoingMessage(text: text)
                outgoing.media = file.map { state.keep($0, of: id, at: now) }
                return state.append(
                    outgoing, from: id, to: other.id, app: MockXApp.web.id, chosen: chosen, at: now)
            }
        } catch {
            throw .refused(error.code ?? 0)
        }
        x.traffic.append(message)
        let event = x.state.withLock { $0.event(of: message) }
        return MockXReceipt(message: message.id, deliveries: await x.publish(event))
    }

    private func known(_ name: String) throws(MockXFailure) -> MockXAccount {
        guard let account = x.account(name) else { throw .noSuchAccount(name) }
        return account
    }
}
