import ConnectorKit
public import GatewayModel

/// How a message to one or many recipients goes out, the first half: from a request to the outbox.
///
/// A call is taken as a whole, with its first recipients, in one transaction; the others follow by ``goOn(_:in:)``, so
/// many at a time that nobody else waits long for the store. From the first transaction on it is durable: what is not
/// done when the process dies is done at the next start.
public struct Notifications: Sendable {
    public static let mostRecipients = 1000
    /// Recipients in one transaction.
    static let batch = 100

    private let surroundings: Surroundings
    private let posting: Posting
    private let caps: SendingCaps

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
        posting = Posting(surroundings)
        caps = SendingCaps(surroundings)
    }

    /// What somebody wants to tell.
    public struct Request: Sendable {
        public let platform: Platform?
        public let to: Recipients
        /// One of our addresses that sends, as typed; `nil` for the one each recipient last wrote to or its diversion, or
        /// else the contact point's first that sends.
        public let from: String?
        /// Text, files, or both.
        public let text: String?
        public let media: [ID<Media>]

        public init(
            platform: Platform? = nil, to: Recipients, from: String? = nil, text: String?, media: [ID<Media>] = []
        ) {
            self.platform = platform
            self.to = to
            self.from = from
            self.text = text
            self.media = media
        }
    }

    /// Reads the recipients of a call, which takes a while for many: not in a transaction that others wait for. One is
    /// read in the transaction.
    ///
    /// - Returns: `nil` where the call will be refused.
    public func read(
        _ request: Request, at id: ContactPointID, from store: any Store
    ) async throws -> RecipientList? {
        try await store.read { transaction in
            guard let route = try? self.route(request, at: id, in: transaction) else { return nil }
            return try RecipientList(request.to.typed) { try route.customer($0, in: transaction) }
        }
    }

    /// Takes a call in, and its first recipients. The caller goes on until it is complete.
    ///
    /// - Parameter list: the recipients, where they have been read.
    /// - Returns: the notification, and what is odd about its addresses.
    /// - Throws: ``Refusal`` for whatever is wrong with all of it, or with its only recipient.
    public func begin(
        _ request: Request, to list: RecipientList? = nil, at id: ContactPointID, by principal: Principal,
        in transaction: any StoreTransaction
    ) throws -> (id: ID<Notification>, warnings: [SendingWarning]) {
        try principal.require(.sendNotification, of: id, in: transaction)
        let route = try route(request, at: id, in: transaction)
        let list = try list ?? RecipientList(request.to.typed) { try route.customer($0, in: transaction) }
        let files = try posting.files(request.media, over: route.platform, in: transaction)
        if case .one = request.to, let refusal = list.refusal { throw Refusal.invalid("to", refusal) }
        let parts = try list.someone.map { customer in
            let sender = try route.ends(for: customer, in: transaction).sender
            return try posting.plan(request.text, files.media, to: customer, through: sender)
        }
        let notification = Notification(
            id: surroundings.ids.next(), contactPoint: id, platform: route.platform, connection: route.chosen?.id,
            author: principal.name, text: request.text, recipientCount: list.recipients.count,
            units: (parts ?? []).reduce(0) { $0 + $1.units }, createdAt: surroundings.clock.now)
        try transaction.insert(notification, to: list.recipients)
        try files.attach(to: notification.id, in: transaction)
        let waiting = list.recipients.filter { $0.outcome == .waiting }
        if case .one = request.to {
            try goOn(with: notification, files.media, waiting, failsWithRecipient: true, in: transaction)
        } else {
            try goOn(with: notification, files.media, waiting, in: transaction)
        }
        return (notification.id, list.warnings(about: request.to))
    }

    /// Accepts or refuses the next recipients.
    ///
    /// - Returns: whether it is complete.
    @discardableResult
    public func goOn(_ id: ID<Notification>, in transaction: any StoreTransaction) throws -> Bool {
        guard let notification = try transaction.notification(id), !notification.isComplete else { return true }
        // One more than are taken tells whether there are more.
        let waiting = try transaction.waitingRecipients(of: id, limit: Self.batch + 1)
        let files = try transaction.media(ofNotification: id)
        return try goOn(with: notification, files, waiting, in: transaction)
    }

    @discardableResult
    private func goOn(
        with notification: Notification, _ files: [Media], _ waiting: [NotificationRecipient],
        failsWithRecipient: Bool = false, in transaction: any StoreTransaction
    ) throws -> Bool {
        var notification = notification
        var desk = try NotificationDesk(notification, files, surroundings, in: transaction)
        for var recipient in waiting.prefix(Self.batch) {
            do {
                recipient.outcome = .accepted(try desk.accept(recipient, in: transaction))
            } catch let refusal as Refusal where !failsWithRecipient {
                try note(refusal, in: transaction)
                recipient.outcome = .refused(refusal.reason)
            }
            try transaction.update(recipient, of: notification.id)
        }
        if let allowance = desk.allowance { try caps.spend(allowance, in: transaction) }
        notification.isComplete = waiting.count <= Self.batch
        if notification.isComplete { try transaction.update(notification) }
        return notification.isComplete
    }

    private func route(
        _ request: Request, at id: ContactPointID, in transaction: any StoreTransaction
    ) throws -> OutboundRoute {
        guard let contactPoint = try transaction.contactPoint(id) else { throw Refusal.notFound("contact point") }
        guard contactPoint.archivedAt == nil else {
            throw Refusal(.conflict, "contact-point-archived", SendGate.archived.explanation)
        }
        return try OutboundRoute(
            request.platform, from: request.from, at: contactPoint, surroundings, in: transaction)
    }

    private func note(_ refusal: Refusal, in transaction: any StoreTransaction) throws {
        guard case .overCap(let subject, let day, let contactPoint, _) = refusal.kind else { return }
        try caps.noteReached(by: subject, on: day, at: contactPoint, in: transaction)
    }
}
