import ConnectorKit
public import GatewayModel

/// Connections: numbers, pages and accounts of ours, attached to contact points.
public struct Connections: Sendable {
    private static let paces = 0.001...100_000.0
    /// In characters.
    public static let longestLabel = 100

    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// What an administrator may choose about a connection.
    public struct Choices: Sendable {
        public var settings: [String: String]
        /// What shall be set no more.
        public var removedSettings: Set<String> = []
        public var sending: Sending?
        public var optOutReplies: OptOutReplies?
        public var pacing: Pacing?
        /// An empty one takes it away.
        public var label: String?

        public init(
            label: String? = nil, settings: [String: String] = [:], sending: Sending? = nil,
            optOutReplies: OptOutReplies? = nil, pacing: Pacing? = nil
        ) {
            self.label = label
            self.settings = settings
            self.sending = sending
            self.optOutReplies = optOutReplies
            self.pacing = pacing
        }
    }

    /// - Parameter text: the address as somebody typed it.
    public func create(
        at contactPoint: ContactPointID, app id: ID<PlatformApp>, address text: String, _ choices: Choices,
        by actor: String, in transaction: any StoreTransaction
    ) throws -> Connection {
        let (point, app) = try place(contactPoint, id, in: transaction)
        let connector = try surroundings.connectors.require(app.platform)
        let typed = try AddressReader(surroundings).own(text, on: connector, in: point.region).address(of: "address")
        return try create(at: contactPoint, app: id, typed.address, choices, by: actor, in: transaction)
    }

    private func place(
        _ contactPoint: ContactPointID, _ id: ID<PlatformApp>, in transaction: any StoreTransaction
    ) throws -> (ContactPoint, PlatformApp) {
        guard let point = try transaction.contactPoint(contactPoint) else { throw Refusal.notFound("contact point") }
        guard point.archivedAt == nil else {
            throw Refusal(.conflict, "contact-point-archived", "The contact point is archived.")
        }
        guard let app = try transaction.app(id) else { throw Refusal.invalid("app", "there is no such platform app.") }
        return (point, app)
    }

    /// - Parameter address: as the platform names it.
    func create(
        at contactPoint: ContactPointID, app id: ID<PlatformApp>, _ address: Address, _ choices: Choices,
        by actor: String, in transaction: any StoreTransaction
    ) throws -> Connection {
        let (_, app) = try place(contactPoint, id, in: transaction)
        let connector = try surroundings.connectors.require(app.platform)
        if let taken = try transaction.connection(app.platform, at: address) {
            throw Refusal(
                .conflict, "address-in-use",
                "\(address.value) belongs to the contact point \"\(taken.contactPoint)\" already.",
                fields: [Refusal.Field("address", "it is in use by \(taken.id).")])
        }
        if let most = connector.capabilities.connectionsPerContactPoint,
            try transaction.connections(of: contactPoint).count(where: { $0.platform == app.platform }) >= most
        {
            throw Refusal(
                .conflict, "platform-in-use",
                "The contact point has its connection on \(app.platform) already; the platform allows \(most).")
        }
        let (settings, _) = try SettingsCheck.check(choices.settings, against: connector.settings.connection)
        let connection = Connection(
            id: surroundings.ids.next(), contactPoint: contactPoint, platform: app.platform, app: app.id,
            address: address, label: Self.label(choices.label), settings: settings,
            sending: choices.sending ?? .standard,
            optOutReplies: choices.optOutReplies ?? connector.capabilities.optOutReplies,
            pacing: try checked(choices.pacing) ?? connector.capabilities.pacing, stateSince: surroundings.clock.now)
        try Diversion.check(connection.sending, of: connection, by: connector, in: transaction)
        try transaction.insert(connection)
        try audit("create", connection, by: actor, after: describe(connection), in: transaction)
        return connection
    }

    public func update(
        _ id: ID<Connection>, _ choices: Choices, by actor: String, in transaction: any StoreTransaction
    ) throws -> Connection {
        guard let before = try transaction.connection(id) else { throw Refusal.notFound("connection") }
        let connector = try surroundings.connectors.require(before.platform)
        var connection = before
        let (settings, _) = try SettingsCheck.check(
            choices.settings, known: Set(before.settings.keys), removing: choices.removedSettings,
            against: connector.settings.connection)
        for key in choices.removedSettings { connection.settings[key] = nil }
        connection.settings.merge(settings) { _, new in new }
        if choices.label != nil { connection.label = Self.label(choices.label) }
        if let replies = choices.optOutReplies { connection.optOutReplies = replies }
        if let pacing = try checked(choices.pacing) { connection.pacing = pacing }
        if let sending = choices.sending {
            try Diversion.check(sending, of: before, by: connector, in: transaction)
            connection.sending = sending
        }
        try transaction.update(connection)
        if connection.label != before.label {
            try transaction.append(
                Event(
                    .connectionRenamed, at: surroundings.clock.now, contactPoint: connection.contactPoint,
                    connection: id, value: connection.label))
        }
        if connection.sending != before.sending { try sendingChanged(connection, in: transaction) }
        try audit(
            "update", connection, by: actor, before: describe(before), after: describe(connection), in: transaction)
        return connection
    }

    public func delete(_ id: ID<Connection>, by actor: String, in transaction: any StoreTransaction) throws {
        guard let connection = try transaction.connection(id) else { throw Refusal.notFound("connection") }
        try Diversion.checkNothingDiverts(to: connection, in: transaction)
        guard try transaction.outboxEntries(on: id).isEmpty else {
            throw Refusal(.conflict, "in-use", "Messages still wait to leave from this connection.")
        }
        try transaction.delete(id)
        try audit("delete", connection, by: actor, before: describe(connection), in: transaction)
    }

    /// What waits follows at once; the checklist looks again.
    private func sendingChanged(_ connection: Connection, in transaction: any StoreTransaction) throws {
        let now = surroundings.clock.now
        try transaction.append(
            Event(
                .connectionSendingChanged, at: now, contactPoint: connection.contactPoint,
                connection: connection.id, value: connection.sending.mode.rawValue))
        try transaction.setCheckDue(now, of: connection.id)
        try DivertedSends(surroundings).follow(connection, in: transaction)
    }

    /// The platform refuses our credentials: what waits is held, not failed.
    func needsReconnect(_ connection: Connection, because reason: String, in transaction: any StoreTransaction) throws {
        guard connection.state != .needsReconnect else { return }
        try change(connection, to: .needsReconnect, reason: reason, in: transaction)
        let progress = Progress(surroundings)
        for entry in try transaction.outboxEntries(on: connection.id) {
            try progress.hold(entry.message, because: Progress.waitsForReconnect, in: transaction)
        }
    }

    /// Credentials are there again: what was held goes on.
    func reconnected(_ connection: Connection, in transaction: any StoreTransaction) throws {
        guard connection.state == .needsReconnect else { return }
        try change(connection, to: .connected, reason: nil, in: transaction)
        if surroundings.connectors[connection.platform] is any CatchesUp {
            try transaction.noteMissed(since: connection.stateSince - MissedMessages.overlap, on: connection.id)
        }
        let progress = Progress(surroundings)
        for entry in try transaction.outboxEntries(on: connection.id) where entry.state != .held {
            try progress.release(entry.message, in: transaction)
        }
    }

    private func change(
        _ connection: Connection, to state: ConnectionState, reason: String?, in transaction: any StoreTransaction
    ) throws {
        try transaction.setCheckDue(surroundings.clock.now, of: connection.id)
        var changed = connection
        changed.state = state
        changed.stateReason = reason
        changed.stateSince = surroundings.clock.now
        try transaction.update(changed)
        try transaction.append(
            Event(
                .connectionStateChanged, at: changed.stateSince, contactPoint: changed.contactPoint,
                connection: changed.id, value: state.rawValue))
        try audit(
            "state", changed, by: "gateway", before: connection.state.rawValue, after: state.rawValue, in: transaction)
    }

    /// One line; `nil` where nothing is left of it.
    private static func label(_ text: String?) -> String? {
        let line = (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(Self.longestLabel)
        return line.isEmpty ? nil : String(line)
    }

    private func checked(_ pacing: Pacing?) throws -> Pacing? {
        guard let pacing else { return nil }
        guard Self.paces.contains(pacing.unitsPerSecond) else {
            throw Refusal.invalid("pacing.unitsPerSecond", "it must be from 0.001 to 100000.")
        }
        guard (1...100_000).contains(pacing.burst) else {
            throw Refusal.invalid("pacing.burst", "it must be from 1 to 100000.")
        }
        return pacing
    }

    private func describe(_ connection: Connection) -> String {
        let settings = connection.settings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return
            ([
                connection.address.value, "label: \(connection.label ?? "none")", "app: \(connection.app)",
                "sending: \(connection.sending.mode.rawValue)"
                    + (connection.sending.divertsTo.map { ", diverts to \($0)" } ?? ""),
                "STOP answered by: \(connection.optOutReplies.rawValue)",
                "pace: \(connection.pacing.unitsPerSecond)/s, burst \(connection.pacing.burst)",
            ] + settings).joined(separator: "; ")
    }

    private func audit(
        _ action: String, _ connection: Connection, by actor: String, before: String? = nil, after: String? = nil,
        in transaction: any StoreTransaction
    ) throws {
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "connection.\(action)",
                subject: "connection/\(connection.id)", before: before, after: after))
    }
}
