import ConnectorKit
import GatewayModel

/// What the gateway does for clients at one connection.
struct GatewayClientHost: ClientHost {
    let connection: OpenConnection
    let app: PlatformApp
    let entrance: ClientDesk.Entrance
    let connector: any ServesClients
    let surroundings: Surroundings
    let store: any Store
    let key: OwnKey
    let tools: ClientTools

    var now: Timestamp { surroundings.clock.now }
    var label: String { entrance.label }
    var settings: ClientSettingsDocument { entrance.settings }
    var origin: String { Self.origin(of: surroundings.publicURL) }
    var mediaOrigin: String { Self.origin(of: tools.mediaURL) }

    private var contactPoint: ContactPointID { entrance.connection.contactPoint }
    private var place: ClientFeed.Place { ClientFeed.Place(contactPoint: contactPoint, platform: connector.platform) }

    func seal(_ text: String) throws(ClientRefusal) -> [UInt8] {
        // Bound to the platform: a text that one signs means nothing at another.
        do { return try key.sign("\(connector.platform)\n\(text)") } catch { throw ClientRefusal(error) }
    }

    func limit(_ name: String, to mostInAMinute: Int) throws(ClientRefusal) {
        try tools.limits.count("\(contactPoint)/\(connector.platform)/\(name)", most: mostInAMinute)
    }

    func take(_ events: [PlatformEvent]) async throws(ClientRefusal) {
        do { try await tools.inbound.take(events, of: app) } catch { throw ClientRefusal(error) }
    }

    func conversation(
        with customer: Address, messages limit: Int
    ) async throws(ClientRefusal) -> ClientConversation? {
        try await reading { transaction in
            try latest(of: customer, messages: limit, in: transaction)
        }
    }

    func end(with customer: Address) async throws(ClientRefusal) {
        do {
            try await store.write { [tools] transaction in
                guard
                    let open = try transaction.openConversation(
                        of: customer, at: contactPoint, on: connector.platform)
                else { return }
                try tools.conversations.advance(open, .closedByPerson, by: "customer", in: transaction)
            }
        } catch { throw ClientRefusal(error) }
    }

    func keep(
        _ body: ClientBody, declaredType: String?, name: String, within limits: MediaLimits
    ) async throws(ClientRefusal) -> ClientFile {
        do {
            let upload = try tools.uploads.begin(
                .inbound, declaredBytes: body.declaredBytes, limits: UploadLimits(limits.mostBytesByType))
            do {
                while let piece = try await body.next() {
                    try piece.withUnsafeBytes { try upload.append($0) }
                }
            } catch {
                upload.discard()
                throw error
            }
            let media = try await tools.uploads.finish(upload, declaredType: declaredType, fileName: name)
            do {
                try await store.write { [tools] in try tools.uploads.keep(media, in: $0) }
            } catch {
                await tools.uploads.discard(media)
                throw error
            }
            return ClientFile(
                id: media.id, type: media.type, name: media.fileName, byteCount: media.byteCount,
                url: try tools.links.link(to: media.id, type: media.type, for: MediaLinks.lifeForPlatforms).url)
        } catch { throw ClientRefusal(error) }
    }

    func mailTranscript(
        to email: String, in language: String?, of customer: Address
    ) async throws(ClientRefusal) {
        do {
            try await store.write { [tools] transaction in
                guard
                    let conversation = try transaction.latestConversation(
                        of: customer, at: contactPoint, on: connector.platform)
                else { throw Refusal(.conflict, "transcript-too-early", "Nothing has been said yet.") }
                _ = try tools.transcripts.request(
                    of: conversation.id, to: email, language: language, in: transaction)
            }
            tools.transcriptMailer.wake()
        } catch { throw ClientRefusal(error) }
    }

    func customerTypes(_ customer: Address, _ isTyping: Bool) async throws(ClientRefusal) {
        let open = try await reading {
            try $0.openConversation(of: customer, at: contactPoint, on: connector.platform)
        }
        if let open { tools.typing.note(open.id, at: contactPoint, isTyping) }
    }

    func availability() async throws(ClientRefusal) -> AvailabilityStatus {
        do {
            return try await tools.availability.status(of: contactPoint, on: connector.platform)
        } catch { throw ClientRefusal(error) }
    }

    func follow(_ customer: Address?, since moment: Timestamp?) async throws(ClientRefusal) -> ClientChanges {
        let status = try await availability()
        do {
            let changes = try await tools.feed.follow(place, customer) { transaction in
                var changes: [ClientChange] = [
                    .settings(try ClientSettingsDesk.settings(of: connector, at: contactPoint, in: transaction)),
                    .availability(status),
                ]
                guard let customer else { return changes }
                let latest = try latest(of: customer, messages: Self.openingMessages, in: transaction)
                changes.append(.conversation(latest))
                for message in latest?.messages ?? [] where message.isNews(since: moment) {
                    changes.append(.message(message))
                }
                return changes
            }
            return ClientChanges(changes)
        } catch { throw ClientRefusal(error) }
    }

    private static let openingMessages = 100

    private func latest(
        of customer: Address, messages limit: Int, in transaction: any StoreTransaction
    ) throws -> ClientConversation? {
        guard
            let conversation = try transaction.latestConversation(
                of: customer, at: contactPoint, on: connector.platform)
        else { return nil }
        var transcript = ClientTranscript(transaction, tools.links)
        return try transcript.conversation(conversation, messages: limit)
    }

    private func reading<Result: Sendable>(
        _ work: @escaping @Sendable (any StoreTransaction) throws -> Result
    ) async throws(ClientRefusal) -> Result {
        do { return try await store.read(work) } catch { throw ClientRefusal(error) }
    }

    /// Scheme, host and port.
    private static func origin(of url: String) -> String {
        let pieces = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return pieces.count >= 3 ? "\(pieces[0])//\(pieces[2])" : url
    }
}

extension ClientMessage {
    /// A minute is more than a transaction takes to commit, and than clocks of nodes differ. Files come without a new
    /// status.
    fileprivate func isNews(since moment: Timestamp?) -> Bool {
        guard let moment else { return true }
        return max(createdAt, statusAt) >= moment - .seconds(60) || !files.isEmpty
    }
}
