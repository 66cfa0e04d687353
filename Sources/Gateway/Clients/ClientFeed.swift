import ConnectorKit
import GatewayModel
import Logging
public import ServiceLifecycle
import Synchronization

/// Tells the clients that are connected to this node what happens in their conversations: reads the event log once for
/// all of them, and only while there are some.
///
/// A client that comes is entered first, and reads how everything stands after that: what is committed before the reading
/// is in it, and what comes after it is told. What happens while it reads waits until it has heard how everything stands,
/// or else the older of the two would be the last word. It may hear something twice, never nothing.
public final class ClientFeed: Service, Sendable {
    /// Below the time after which an idle connection is closed by most proxies.
    static let quiet = Duration.seconds(10)
    /// On one node.
    static let mostClients = 50_000
    /// How many changes wait for a client that does not read; then it is let go, comes again and reads how things stand.
    fileprivate static let mostWaiting = 300
    private static let batch = 500

    private let surroundings: Surroundings
    private let store: any Store
    private let links: MediaLinks
    private let availability: Availability
    private let logger: Logger
    private let bell = Bell()
    fileprivate let state = Mutex(State())

    init(
        _ surroundings: Surroundings, store: any Store, links: MediaLinks, availability: Availability, logger: Logger
    ) {
        self.surroundings = surroundings
        self.store = store
        self.links = links
        self.availability = availability
        self.logger = logger
        store.signal.connect(bell)
    }

    /// Where clients are at home: what they share are settings and availability.
    struct Place: Hashable {
        let contactPoint: ContactPointID
        let platform: Platform
    }

    struct Party: Hashable {
        let place: Place
        let customer: Address
    }

    fileprivate struct Client {
        let changes: AsyncStream<ClientChange>.Continuation
        /// What happens while it reads how everything stands; `nil` from then on.
        var held: [ClientChange]? = []
    }

    fileprivate struct State {
        var next = 0
        var clients: [Int: Client] = [:]
        var byPlace: [Place: Set<Int>] = [:]
        var byParty: [Party: Set<Int>] = [:]
        var parties: [ID<Conversation>: Party] = [:]
        var conversations: [Party: ID<Conversation>] = [:]
        var watches: [Place: Task<Void, Never>] = [:]
        /// What the watches told last.
        var statuses: [Place: AvailabilityStatus] = [:]
        /// Where the log is read on; `nil` while nobody is there, and nothing is read.
        var position: Int64?
        var isEnding = false
    }

    // MARK: A client comes and goes

    /// - Parameter opening: how everything stands, read after the client is entered.
    func follow(
        _ place: Place, _ customer: Address?,
        opening: @escaping @Sendable (any StoreTransaction) throws -> [ClientChange]
    ) async throws -> AsyncStream<ClientChange> {
        let party = customer.map { Party(place: place, customer: $0) }
        let (changes, continuation) = AsyncStream.makeStream(
            of: ClientChange.self, bufferingPolicy: .bufferingOldest(Self.mostWaiting))
        let id = try enter(continuation, at: place, party)
        continuation.onTermination = { [weak self] _ in self?.leave(id, at: place, party) }
        do {
            try await beginReading()
            if let party { try await learnConversation(of: party) }
            open(id, at: place, try await store.read(opening))
            return changes
        } catch {
            continuation.finish()
            throw error
        }
    }

    private func enter(
        _ continuation: AsyncStream<ClientChange>.Continuation, at place: Place, _ party: Party?
    ) throws -> Int {
        try state.withLock { state in
            guard !state.isEnding, state.clients.count < Self.mostClients else {
                throw Refusal(.unavailable, "too-many-streams", "No more clients can be connected here just now.")
            }
            state.next += 1
            state.clients[state.next] = Client(changes: continuation)
            state.byPlace[place, default: []].insert(state.next)
            if let party { state.byParty[party, default: []].insert(state.next) }
            if state.watches[place] == nil { state.watches[place] = watch(place) }
            return state.next
        }
    }

    /// Tells how everything stands, and then what has happened since. Of the availability, the word that everybody here was
    /// told is the last: what was asked for may be older, and what is newer is told to all.
    private func open(_ id: Int, at place: Place, _ opening: [ClientChange]) {
        let isDropped = state.withLock { state in
            guard let client = state.clients[id] else { return false }
            let since = (client.held ?? []) + (state.statuses[place].map { [.availability($0)] } ?? [])
            state.clients[id]?.held = nil
            return state.clients[id]?.take(opening + since) == false
        }
        if isDropped { dismiss([id]) }
    }

    private func leave(_ id: Int, at place: Place, _ party: Party?) {
        state.withLock { state in
            state.clients[id] = nil
            state.byPlace[place]?.remove(id)
            if state.byPlace[place]?.isEmpty == true {
                state.byPlace[place] = nil
                state.watches.removeValue(forKey: place)?.cancel()
                state.statuses[place] = nil
            }
            if let party {
                state.byParty[party]?.remove(id)
                if state.byParty[party]?.isEmpty == true {
                    state.byParty[party] = nil
                    if let conversation = state.conversations.removeValue(forKey: party) {
                        state.parties[conversation] = nil
                    }
                }
            }
            if state.clients.isEmpty { state.position = nil }
        }
    }

    /// The first one has the log read from here on.
    private func beginReading() async throws {
        guard state.withLock({ $0.position == nil }) else { return }
        let newest = try await store.read { try $0.newestEventPosition() }
        state.withLock { state in
            if state.position == nil { state.position = newest }
        }
        bell.ring()
    }

    private func learnConversation(of party: Party) async throws {
        guard state.withLock({ $0.conversations[party] == nil }) else { return }
        let latest = try await store.read {
            try $0.latestConversation(
                of: party.customer, at: party.place.contactPoint, on: party.place.platform)?.id
        }
        if let latest { state.withLock { $0.know(latest, of: party) } }
    }

    /// One for all clients of a place.
    private func watch(_ place: Place) -> Task<Void, Never> {
        Task { [weak self, availability] in
            for await status in availability.follow(place.contactPoint, on: place.platform) {
                if Task.isCancelled { return }
                self?.tell(status, at: place)
            }
        }
    }

    // MARK: What happens

    /// Shown once, to whoever is there.
    func tell(_ change: ClientChange, to customer: Address, at place: Place) {
        tell([(Party(place: place, customer: customer), change)])
    }

    func tell(_ status: AvailabilityStatus, at place: Place) {
        deliver { state in
            if state.byPlace[place] != nil { state.statuses[place] = status }
            return [(state.byPlace[place] ?? [], .availability(status))]
        }
    }

    private func tell(_ changes: [(Party, ClientChange)]) {
        deliver { state in changes.map { (state.byParty[$0] ?? [], $1) } }
    }

    private func deliver(_ changes: (inout State) -> [(Set<Int>, ClientChange)]) {
        let dropped = state.withLock { state in
            var dropped: [Int] = []
            for (clients, change) in changes(&state) {
                for id in clients where state.clients[id]?.take([change]) == false { dropped.append(id) }
            }
            return dropped
        }
        dismiss(dropped)
    }

    /// They come again.
    private func dismiss(_ clients: [Int]) {
        for client in state.withLock({ state in clients.compactMap { state.clients[$0] } }) { client.changes.finish() }
    }

    public func run() async throws {
        let ticking = Task { [weak self, surroundings] in
            var tick = 0
            while (try? await surroundings.clock.sleep(until: surroundings.clock.now + .seconds(1))) != nil {
                tick += 1
                self?.breathe(tick)
            }
        }
        defer { ticking.cancel() }
        await withGracefulShutdownHandler {
            for await _ in bell.rings {
                if Task.isShuttingDownGracefully || Task.isCancelled { break }
                do {
                    while try await readOn() {}
                } catch {
                    logger.warning("clients are not told what happened", metadata: ["error": "\(error)"])
                    bell.ring(at: surroundings.clock.now + .seconds(1), by: surroundings.clock)
                }
            }
        } onGracefulShutdown: {
            self.dismiss()
            self.bell.silence()
        }
    }

    /// A tenth of all clients in each second, so that a sign of life of thousands is no burst.
    private func breathe(_ tick: Int) {
        let seconds = Int(Self.quiet.components.seconds)
        deliver { state in [(Set(state.clients.keys.filter { $0 % seconds == tick % seconds }), .quiet)] }
    }

    /// To be stopped before the listeners, which wait for every answer that is under way: a stream has no end of its own.
    public var farewell: any Service { Farewell(feed: self) }

    private struct Farewell: Service {
        let feed: ClientFeed

        func run() async throws {
            try? await gracefulShutdown()
            feed.dismiss()
        }
    }

    /// Clients come again, at another node or after the start.
    private func dismiss() {
        let clients = state.withLock { state in
            state.isEnding = true
            for watch in state.watches.values { watch.cancel() }
            return Array(state.clients.values)
        }
        for client in clients { client.changes.finish() }
    }

    /// One page of the log.
    ///
    /// - Returns: whether there may be more.
    private func readOn() async throws -> Bool {
        guard let position = state.withLock({ $0.position }) else { return false }
        let page = try await store.read { [self] transaction in
            try Self.page(after: position, surroundings.connectors, links, in: transaction) {
                state.withLock { Known(parties: $0.parties, waiting: $0.byParty) }
            }
        }
        guard let page else { return false }
        state.withLock { state in
            for (conversation, party) in page.begun { state.know(conversation, of: party) }
            if state.position == position { state.position = page.position }
        }
        deliver { state in page.ofPlaces.map { (state.byPlace[$0] ?? [], $1) } }
        tell(page.ofParties)
        return true
    }

    private struct Known: Sendable {
        let parties: [ID<Conversation>: Party]
        let waiting: [Party: Set<Int>]
    }

    private struct Page: Sendable {
        let position: Int64
        var begun: [(ID<Conversation>, Party)] = []
        var ofParties: [(Party, ClientChange)] = []
        var ofPlaces: [(Place, ClientChange)] = []
    }

    /// - Parameter whoIsThere: asked after the events are read: who enters later reads them among how everything stands.
    private static func page(
        after position: Int64, _ connectors: InstalledConnectors, _ links: MediaLinks,
        in transaction: any StoreTransaction, whoIsThere: () -> Known
    ) throws -> Page? {
        let events = try transaction.events(after: position, limit: batch)
        guard let last = events.last else { return nil }
        let known = whoIsThere()
        var page = Page(position: last.position)
        var transcript = ClientTranscript(transaction, links)
        var begun: [ID<Conversation>: Party] = [:]
        // A message that moves on twice in a page is told of once, as it stands.
        var told: Set<ID<Message>> = []
        for (_, event) in events {
            if event.kind == .clientSettingsChanged {
                if let change = try settings(event, connectors, in: transaction) { page.ofPlaces.append(change) }
                continue
            }
            guard let id = event.conversation else { continue }
            if event.kind == .conversationCreated, let conversation = try transaction.conversation(id) {
                let party = Party(
                    place: Place(contactPoint: conversation.contactPoint, platform: conversation.platform),
                    customer: conversation.customer)
                if known.waiting[party] != nil { begun[id] = party }
            }
            guard let party = begun[id] ?? known.parties[id] else { continue }
            switch event.kind {
            case .conversationCreated, .conversationActivated, .conversationInactive, .conversationClosed,
                .conversationOwnerChanged:
                guard let conversation = try transaction.conversation(id) else { continue }
                page.ofParties.append(
                    (party, .conversation(try transcript.conversation(conversation, messages: 0))))
            case .messageReceived, .messageStatusChanged, .messageMediaChanged, .messageChanged:
                guard let id = event.message, told.insert(id).inserted, let message = try transaction.message(id),
                    let seen = try transcript.message(message)
                else { continue }
                page.ofParties.append((party, .message(seen)))
            default: continue
            }
        }
        page.begun = begun.map { ($0.key, $0.value) }
        return page
    }

    private static func settings(
        _ event: Event, _ connectors: InstalledConnectors, in transaction: any StoreTransaction
    ) throws -> (Place, ClientChange)? {
        guard let contactPoint = event.contactPoint, let platform = event.value.map(Platform.init(rawValue:)),
            let connector = connectors[platform] as? any ServesClients
        else { return nil }
        let settings = try ClientSettingsDesk.settings(of: connector, at: contactPoint, in: transaction)
        return (Place(contactPoint: contactPoint, platform: platform), .settings(settings))
    }
}

extension ClientFeed.Client {
    /// - Returns: whether it keeps up.
    fileprivate mutating func take(_ more: [ClientChange]) -> Bool {
        if let held {
            guard held.count < ClientFeed.mostWaiting else { return false }
            self.held = held + more
            return true
        }
        for change in more {
            if case .dropped = changes.yield(change) { return false }
        }
        return true
    }
}

extension ClientFeed.State {
    /// Only the last conversation of a party is followed.
    fileprivate mutating func know(_ conversation: ID<Conversation>, of party: ClientFeed.Party) {
        guard byParty[party] != nil, (conversations[party]?.rawValue ?? 0) < conversation.rawValue else { return }
        if let before = conversations[party] { parties[before] = nil }
        conversations[party] = conversation
        parties[conversation] = party
    }
}
