public import GatewayModel

/// Notifications and their recipients.
public protocol NotificationRecords {
    /// With its recipients, whose numbers count from 0.
    func insert(_ notification: Notification, to recipients: [NotificationRecipient]) throws
    /// When it was withdrawn, and whether it is complete.
    func update(_ notification: Notification) throws
    func notification(_ id: ID<Notification>) throws -> Notification?
    /// Newest first.
    func notifications(of contactPoint: ContactPointID, _ page: Page<ID<Notification>>) throws -> [Notification]
    /// Those that are not complete, oldest first.
    func incompleteNotifications(limit: Int) throws -> [ID<Notification>]

    /// In the order of their numbers, behind the cursor.
    func recipients(of notification: ID<Notification>, _ page: Page<Int>) throws -> [NotificationRecipient]
    /// Those that nobody has looked at, in the order of their numbers.
    func waitingRecipients(of notification: ID<Notification>, limit: Int) throws -> [NotificationRecipient]
    func update(_ recipient: NotificationRecipient, of notification: ID<Notification>) throws
    /// How many recipients have a message of each status; those that were refused count as `refused`, and under `nil`
    /// stand those that nobody has looked at.
    func recipientCounts(of notification: ID<Notification>) throws -> [DeliveryStatus?: Int]
    /// The notification that a message belongs to.
    func notification(of message: ID<Message>) throws -> ID<Notification>?
    /// Where we refused to write to a customer, in the order of the notifications.
    func refusals(of customer: Address, _ page: Page<RefusedRecipient.Place>) throws -> [RefusedRecipient]
    /// Removes a customer from where we refused to write to them. Who was written to goes with the message; and the
    /// notification goes with the last of its recipients.
    func eraseRefusedRecipients(_ customer: Address) throws
}

/// Somebody whom a notification was meant for, and was not sent to.
public struct RefusedRecipient: Sendable, Equatable {
    public let notification: ID<Notification>
    public let recipient: NotificationRecipient

    public init(notification: ID<Notification>, recipient: NotificationRecipient) {
        self.notification = notification
        self.recipient = recipient
    }

    /// Where it stands among all of them.
    public struct Place: Sendable {
        public let notification: ID<Notification>
        public let number: Int
    }

    public var place: Place { Place(notification: notification, number: recipient.number) }
}
