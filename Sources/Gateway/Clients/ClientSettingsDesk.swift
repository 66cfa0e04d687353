public import ConnectorKit
public import GatewayModel

/// What administrators choose for the clients that the gateway serves itself, contact point by contact point.
public struct ClientSettingsDesk: Sendable {
    /// Of one document.
    public static let mostBytes = 256 << 10
    private static let batch = 100

    private let surroundings: Surroundings
    private let store: any Store
    private let conversations: Conversations

    init(_ surroundings: Surroundings, store: any Store) {
        self.surroundings = surroundings
        self.store = store
        conversations = Conversations(surroundings)
    }

    /// What applies.
    ///
    /// - Throws: ``Refusal`` where there is no such contact point, or the platform has no clients of ours.
    public func settings(
        at contactPoint: ContactPointID, on platform: Platform, in transaction: any StoreTransaction
    ) throws -> ClientSettingsDocument {
        guard try transaction.contactPoint(contactPoint) != nil else { throw Refusal.notFound("contact point") }
        return try Self.settings(of: require(platform), at: contactPoint, in: transaction)
    }

    static func settings(
        of connector: any ServesClients, at contactPoint: ContactPointID, in transaction: any StoreTransaction
    ) throws -> ClientSettingsDocument {
        guard let saved = try transaction.clientSettings(at: contactPoint, on: connector.platform),
            let document = JSONTree(reading: Array(saved.document.utf8))
        else { return ClientSettingsDocument(document: connector.clientSettings.standard, version: "0") }
        return ClientSettingsDocument(document: document, version: String(saved.version))
    }

    /// What should be minded about what applies.
    public func warnings(
        about settings: ClientSettingsDocument, on platform: Platform
    ) throws -> [ClientRefusal.Field] {
        try require(platform).clientSettings.warnings(about: settings.document)
    }

    /// What would apply if a document were saved. Nothing is.
    ///
    /// - Throws: ``Refusal`` with the fields at fault.
    public func settings(
        with given: [UInt8], at contactPoint: ContactPointID, on platform: Platform,
        in transaction: any StoreTransaction
    ) throws -> ClientSettingsDocument {
        let before = try settings(at: contactPoint, on: platform, in: transaction)
        return ClientSettingsDocument(
            document: try Self.document(given, over: before, of: require(platform)), version: before.version)
    }

    /// Saves a document; what is not in it stays as it is. Where customers are no longer served, what is open is closed.
    ///
    /// - Parameter permitted: throws where the caller may not do this, or would overwrite something else than they have
    ///   read; asked in the transaction of the change, with what applies.
    public func save(
        _ given: [UInt8], at contactPoint: ContactPointID, on platform: Platform, by actor: String,
        permitted: @escaping @Sendable (any StoreTransaction, ClientSettingsDocument) throws -> Void
    ) async throws -> ClientSettingsDocument {
        let saved = try await store.write { transaction in
            try permitted(transaction, settings(at: contactPoint, on: platform, in: transaction))
            return try save(given, at: contactPoint, on: platform, by: actor, in: transaction)
        }
        try await closeWhatIsOff(at: contactPoint, on: platform, by: actor)
        return saved
    }

    /// The change alone: what is open stays open.
    ///
    /// - Throws: ``Refusal`` with the fields at fault.
    public func save(
        _ given: [UInt8], at contactPoint: ContactPointID, on platform: Platform, by actor: String,
        in transaction: any StoreTransaction
    ) throws -> ClientSettingsDocument {
        let connector = try require(platform)
        let before = try settings(at: contactPoint, on: platform, in: transaction)
        let document = try Self.document(given, over: before, of: connector)
        guard document != before.document || before.version == "0" else { return before }
        let after = (Int64(before.version) ?? 0) + 1
        try transaction.setClientSettings(
            SavedClientSettings(document: String(decoding: document.bytes, as: UTF8.self), version: after),
            at: contactPoint, on: platform)
        let now = surroundings.clock.now
        try transaction.append(
            Event(.clientSettingsChanged, at: now, contactPoint: contactPoint, value: platform.rawValue))
        try transaction.append(
            AuditEntry(
                at: now, actor: actor, action: "clientSettings.update",
                subject: "contact-point/\(contactPoint)/platforms/\(platform)/settings",
                before: Self.changed(before.document, from: document),
                after: Self.changed(document, from: before.document)))
        return ClientSettingsDocument(document: document, version: String(after))
    }

    private static func document(
        _ given: [UInt8], over before: ClientSettingsDocument, of connector: any ServesClients
    ) throws -> JSONTree {
        guard let tree = JSONTree(reading: given), case .fields = tree else {
            throw Refusal(.malformed, "malformed", "The body is no JSON object.")
        }
        let document: JSONTree
        do throws(ClientRefusal) {
            document = try connector.clientSettings.check(tree, over: before.document)
        } catch {
            throw Refusal(error)
        }
        guard document.bytes.count <= mostBytes else {
            throw Refusal(.tooLarge, "too-large", "The settings have more than \(mostBytes) bytes together.")
        }
        return document
    }

    /// Closes open conversations where customers are no longer served; a hundred in a transaction, for everybody waits
    /// for one.
    private func closeWhatIsOff(at contactPoint: ContactPointID, on platform: Platform, by actor: String) async throws {
        let connector = try require(platform)
        var after: Address?
        while true {
            let from = after
            let next = try await store.write { [conversations] transaction -> Address? in
                let settings = try Self.settings(of: connector, at: contactPoint, in: transaction)
                guard !connector.clientSettings.isOpen(under: settings.document) else { return nil }
                let open = try transaction.openConversations(
                    at: contactPoint, on: platform, Page(after: from, limit: Self.batch))
                for conversation in open {
                    try conversations.advance(conversation, .closedByPerson, by: actor, in: transaction)
                }
                return open.count == Self.batch ? open.last?.customer : nil
            }
            guard let next else { return }
            after = next
        }
    }

    private func require(_ platform: Platform) throws -> any ServesClients {
        guard let connector = surroundings.connectors[platform] as? any ServesClients else {
            throw Refusal.notFound("platform with clients of its own")
        }
        return connector
    }

    /// The fields that differ, for the audit log.
    private static func changed(_ one: JSONTree, from other: JSONTree) -> String {
        let differing = one.fields.filter { other[$0.key] != $0.value }
        return String(decoding: JSONTree.fields(differing).bytes.prefix(2000), as: UTF8.self)
    }
}
