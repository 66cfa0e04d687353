public import MockPlatform
private import Synchronization

/// Somebody in Messenger.
public struct MockPerson: Sendable {
    public let name: String
    let meta: MockMeta

    /// The id by which a page knows them, made when they first do something there.
    public func psid(on page: String) -> String? {
        meta.state.withLock { $0.people.psid(of: name, page: page) }
    }

    /// What they and the page wrote to each other.
    public func messages(on page: String) -> [MessengerMessage] {
        meta.state.withLock { state in
            state.people.psid(of: name, page: page).flatMap { state.conversations[$0]?.messages } ?? []
        }
    }

    public func received(on page: String) -> [MessengerMessage] {
        messages(on: page).filter { $0.direction == .received }
    }

    /// Blocks the page, or no longer.
    public func setBlocked(_ isBlocked: Bool, on page: String) {
        meta.state.withLock { state in
            guard let psid = state.people.psid(of: name, page: page) else { return }
            state.conversations[psid]?.isBlocked = isBlocked
        }
    }

    public func update(_ change: (inout MockPersonProfile) -> Void) {
        meta.state.withLock { $0.people.update(name, change) }
    }
}

/// What became of something a person did.
public struct PersonReceipt: Sendable {
    /// Of the message, where it was one.
    public let mid: String?
    public let psid: String
    /// The first attempt at each app; empty where nobody follows the page.
    public let deliveries: [Delivery]

    /// Whether every app took it at the first attempt.
    public var succeeded: Bool {
        !deliveries.isEmpty && deliveries.allSatisfy { $0.outcome == .answered(status: 200) }
    }
}

/// Why a person cannot do what was asked.
public enum PersonFailure: Error, Equatable, Sendable {
    case noSuchPage(String)
    /// Not in the conversation with this page.
    case noSuchMessage(String)
    /// Not their own message, or edited five times already.
    case notToBeChanged(String)
    /// The page has set up no Get started button.
    case nothingToStart
}

extension MockMeta {
    /// Anybody, by name; new people come into being.
    public func person(_ name: String) -> MockPerson {
        state.withLock { $0.people.update(name) { _ in } }
        return MockPerson(name: name, meta: self)
    }

    /// All people there are, by name.
    public var people: [String] {
        state.withLock { $0.people.names }
    }
}
