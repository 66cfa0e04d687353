import Foundation
public import GatewayModel
import Signing

/// Who is called with events: made, changed, replayed and taken away.
public struct Subscribers: Sendable {
    public static let most = 50
    public static let longestURL = 2000

    private let surroundings: Surroundings
    private let key: KeyRing

    init(_ surroundings: Surroundings, key: KeyRing) {
        self.surroundings = surroundings
        self.key = key
    }

    /// What an administrator may choose; what is `nil` stays.
    public struct Choices: Sendable {
        public var label: String?
        public var url: String?
        public var kinds: [Event.Kind]?
        public var contactPoints: [ContactPointID]?
        public var state: Subscriber.State?

        public init(
            label: String? = nil, url: String? = nil, kinds: [Event.Kind]? = nil,
            contactPoints: [ContactPointID]? = nil, state: Subscriber.State? = nil
        ) {
            self.label = label
            self.url = url
            self.kinds = kinds
            self.contactPoints = contactPoints
            self.state = state
        }
    }

    /// Makes a subscriber, which hears of everything from now on.
    ///
    /// - Returns: the subscriber and its secret, which is shown this once.
    public func create(
        _ choices: Choices, by actor: String, in transaction: any StoreTransaction
    ) throws -> (subscriber: Subscriber, secret: String) {
        guard try transaction.subscribers().count < Self.most else {
            throw Refusal(.conflict, "too-many-subscribers", "There are \(Self.most) subscribers; that is the limit.")
        }
        var subscriber = Subscriber(
            id: surroundings.ids.next(), label: choices.label ?? "", url: choices.url ?? "",
            position: try transaction.newestEventPosition(), createdAt: surroundings.clock.now)
        try apply(choices, to: &subscriber, in: transaction)
        let secret = SubscriberSecret()
        try transaction.insert(subscriber, sealedSecret: secret.sealed(with: key, for: subscriber.id))
        try audit("create", subscriber.id, by: actor, after: describe(subscriber), in: transaction)
        return (subscriber, secret.text)
    }

    public func update(
        _ id: ID<Subscriber>, _ choices: Choices, by actor: String, in transaction: any StoreTransaction
    ) throws -> Subscriber {
        let before = try find(id, in: transaction)
        var subscriber = before
        try apply(choices, to: &subscriber, in: transaction)
        if let state = choices.state, state != before.state {
            subscriber.state = state
            subscriber.stateReason = nil
            // Goes on where it stopped, and without an old failure that would disable it again.
            if state == .active { try transaction.retryWaiting(of: id, at: surroundings.clock.now) }
        }
        guard subscriber != before else { return before }
        try transaction.update(subscriber)
        try audit(
            "update", id, by: actor, before: describe(before), after: describe(subscriber), in: transaction)
        return subscriber
    }

    public func delete(_ id: ID<Subscriber>, by actor: String, in transaction: any StoreTransaction) throws {
        let subscriber = try find(id, in: transaction)
        try transaction.delete(id)
        try audit("delete", id, by: actor, before: describe(subscriber), in: transaction)
    }

    /// Replaces the secret. The old one signs as well for another day.
    ///
    /// - Returns: the new secret, which is shown this once.
    public func rotateSecret(
        of id: ID<Subscriber>, by actor: String, in transaction: any StoreTransaction
    ) throws -> (subscriber: Subscriber, secret: String) {
        let subscriber = try find(id, in: transaction)
        guard var secret = try secret(of: id, in: transaction) else { throw Refusal.notFound("subscriber") }
        secret.rotate(at: surroundings.clock.now)
        try transaction.setSealedSecret(secret.sealed(with: key, for: id), of: id)
        try audit("rotate-secret", id, by: actor, in: transaction)
        return (subscriber, secret.text)
    }

    /// Delivers everything after a position once more, together with what comes meanwhile, in order.
    public func replay(
        _ id: ID<Subscriber>, after position: Int64, by actor: String, in transaction: any StoreTransaction
    ) throws -> Subscriber {
        var subscriber = try find(id, in: transaction)
        guard position >= (try transaction.oldestEventPosition() ?? 1) - 1 else {
            throw Refusal(.gone, "events-gone", "The events after that position are no longer kept.")
        }
        guard position <= (try transaction.newestEventPosition()) else {
            throw Refusal.invalid("after", "there is no event at that position yet.")
        }
        try transaction.dropWaiting(of: id, after: position)
        // Never forward: what was not read yet must not be left out.
        subscriber.position = min(subscriber.position, position)
        subscriber.epoch += 1
        try transaction.update(subscriber)
        try audit("replay", id, by: actor, after: "after \(position)", in: transaction)
        return subscriber
    }

    /// As ``replay(_:after:by:in:)``, from the first event at or after a time.
    public func replay(
        _ id: ID<Subscriber>, since moment: Timestamp, by actor: String, in transaction: any StoreTransaction
    ) throws -> Subscriber {
        guard let oldest = try transaction.oldestEventPosition() else {
            return try replay(id, after: 0, by: actor, in: transaction)
        }
        // Events stand in the order of time, so halving finds the place.
        var low = oldest - 1
        var high = try transaction.newestEventPosition()
        while low < high {
            let middle = low + (high - low) / 2
            if let found = try transaction.events(after: middle, limit: 1).first, found.event.at < moment {
                low = found.position
            } else {
                high = middle
            }
        }
        return try replay(id, after: low, by: actor, in: transaction)
    }

    func secret(of id: ID<Subscriber>, in transaction: any StoreTransaction) throws -> SubscriberSecret? {
        try transaction.sealedSecret(of: id).map { try SubscriberSecret(sealed: $0, with: key, for: id) }
    }

    private func find(_ id: ID<Subscriber>, in transaction: any StoreTransaction) throws -> Subscriber {
        guard let subscriber = try transaction.subscriber(id) else { throw Refusal.notFound("subscriber") }
        return subscriber
    }

    private func apply(
        _ choices: Choices, to subscriber: inout Subscriber, in transaction: any StoreTransaction
    ) throws {
        if let label = choices.label { subscriber.label = label }
        if let url = choices.url { subscriber.url = try Self.check(url) }
        if let kinds = choices.kinds { subscriber.kinds = kinds }
        if let contactPoints = choices.contactPoints {
            for (index, id) in contactPoints.enumerated() where try transaction.contactPoint(id) == nil {
                throw Refusal.invalid("contactPoints[\(index)]", "there is no contact point \"\(id)\".")
            }
            subscriber.contactPoints = contactPoints
        }
        if choices.state == .disabled {
            throw Refusal.invalid("state", "it must be active or paused; only the gateway disables.")
        }
    }

    /// Whether the address may be called is the transport's to say, when it knows what the name stands for.
    static func check(_ text: String) throws -> String {
        guard text.utf8.count <= longestURL, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let url = URLComponents(string: text), ["http", "https"].contains(url.scheme ?? ""),
            let host = url.host, !host.isEmpty, url.user == nil, url.password == nil, url.fragment == nil
        else {
            throw Refusal.invalid(
                "url", "it must be an absolute http or https address without user name and fragment.")
        }
        return text
    }

    private func describe(_ subscriber: Subscriber) -> String {
        let host = URLComponents(string: subscriber.url)?.host ?? ""
        // Not the whole address: its path may be a secret of the receiver's.
        return "\(subscriber.label), at \(host), \(subscriber.state.rawValue), events: "
            + (subscriber.kinds.isEmpty ? "all" : subscriber.kinds.map(\.rawValue).joined(separator: " "))
            + ", contact points: "
            + (subscriber.contactPoints.isEmpty
                ? "all" : subscriber.contactPoints.map(\.rawValue).joined(separator: " "))
    }

    private func audit(
        _ action: String, _ id: ID<Subscriber>, by actor: String, before: String? = nil, after: String? = nil,
        in transaction: any StoreTransaction
    ) throws {
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "subscriber.\(action)", subject: "subscriber/\(id)",
                before: before, after: after))
    }
}
