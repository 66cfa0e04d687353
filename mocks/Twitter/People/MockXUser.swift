internal import Foundation
public import MockPlatform
private import Synchronization

/// Somebody in X's own app: a person who writes to a business, or the owner of a business's account.
public struct MockXUser: Sendable {
    public let id: String
    let x: MockX

    /// What they and another account wrote to each other.
    public func messages(with other: String) -> [DirectMessage] {
        x.messages(between: id, and: other)
    }

    /// What another account wrote to them.
    public func received(from other: String) -> [DirectMessage] {
        messages(with: other).filter { $0.recipient == id }
    }

    /// Whether they see that the other side is typing.
    public func seesTyping(by other: String) -> Bool {
        let now = x.clock.now
        return x.state.withLock { state in
            guard let other = state.account(named: other)?.id else { return false }
            return (state.conversations[Conversation.id(id, other)]?.typesUntil[other]).map { $0 > now } ?? false
        }
    }

    /// Changes their account.
    public func update(_ change: (inout MockXAccount) -> Void) {
        x.update(account: id, change)
    }
}

/// What became of something somebody did.
public struct MockXReceipt: Sendable {
    /// The id of the message, where it was one.
    public let message: String?
    /// The first attempt at each subscription; empty where nobody is told.
    public let deliveries: [Delivery]

    /// Whether everybody took it at the first attempt.
    public var succeeded: Bool {
        !deliveries.isEmpty && deliveries.allSatisfy { $0.outcome == .answered(status: 200) }
    }
}

/// Why somebody cannot do what was asked.
public enum MockXFailure: Error, Equatable, Sendable {
    case noSuchAccount(String)
    /// X does not let them, with the code that an app would be told.
    case refused(Int)
    /// Nothing was written to them that has such an option.
    case noSuchOption(String)
    /// There is nothing to read.
    case nothingWritten
}

extension MockX {
    /// Anybody, by id or screen name; new people come into being.
    public func user(_ name: String) -> MockXUser {
        let now = clock.now
        let id = state.withLock { state in
            if let known = state.account(named: name) { return known.id }
            let screenName = name.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            if let known = state.account(named: screenName) { return known.id }
            let id = state.newID(at: now)
            state.put(
                MockXAccount(
                    id: id, screenName: screenName.isEmpty ? "user\(id.suffix(6))" : screenName, name: name))
            return id
        }
        return MockXUser(id: id, x: self)
    }
}
