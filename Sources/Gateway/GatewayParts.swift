public import ConnectorKit
public import Logging
public import ServiceLifecycle
public import Signing

/// The gateway, put together: every part over one store, one clock and one set of connectors.
public struct GatewayParts: Sendable {
    public let surroundings: Surroundings
    public let store: any Store
    public let bell: Bell
    public let vault: AppVault
    public let meters: Meters

    public let contactPoints: ContactPoints
    public let apps: PlatformApps
    public let connections: Connections
    public let roles: Roles
    public let keys: APIKeys
    public let stopList: StopList
    public let stopListAdministration: StopListAdministration
    public let stopListExport: StopListExport
    public let stopListImport: StopListImport
    public let possibleOptOuts: PossibleOptOuts
    public let conversations: Conversations
    public let ownership: Ownership
    public let customers: Customers
    public let erasure: Erasure
    public let outbound: OutboundFlow
    public let notifications: Notifications
    public let notificationIntake: NotificationIntake
    public let withdrawals: Withdrawals
    public let previews: Previews
    public let sendingWindow: SendingWindow
    public let sendingCaps: SendingCaps
    public let heldSends: HeldSends
    public let indicators: Indicators
    public let clients: ClientDesk
    public let clientSettings: ClientSettingsDesk
    public let clientFeed: ClientFeed
    public let customerTyping: CustomerTyping
    public let quarantine: Quarantine
    public let inbound: InboundFlow
    public let worker: OutboxWorker
    public let checklists: Checklists
    public let grantRenewal: GrantRenewal
    public let publicReach: PublicReach
    public let catchUp: CatchUp
    public let refusedWebhooks: RefusedWebhooks
    public let connecting: Connecting
    public let pruner: Pruner
    public let traces: TraceLog
    public let alerts: Alerts
    public let subscribers: Subscribers
    public let deliverer: Deliverer
    public let follower: EventFollower
    public let blobs: any Blobs
    public let mediaLinks: MediaLinks
    public let mediaUploads: MediaUploads
    public let mediaFetcher: MediaFetcher
    public let mediaCleanUp: MediaCleanUp
    public let nameFinder: NameFinder
    public let timers: Timers
    public let timekeeper: Timekeeper
    public let availabilityRules: AvailabilityRules
    public let availability: Availability
    public let people: People
    public let transcripts: Transcripts
    public let transcriptMailer: TranscriptMailer
    /// For how long each kind of data is kept.
    public let retention: RetentionRule
    /// Whether there is a mail server to send by.
    public let sendsMail: Bool
    private let firstCatchUp: FirstCatchUp
    let rota: DutyRota?
    private let logger: Logger

    /// - Parameters:
    ///   - scanner: what every file must pass; `nil` for nothing.
    ///   - mediaURL: the origin that files are served from, without a slash at the end; the public one if not given.
    ///   - duties: on which terms they are shared with other nodes; `nil` for a process that has the store for itself.
    public init(
        _ surroundings: Surroundings, store: any Store, blobs: any Blobs, scanner: (any VirusScanner)? = nil,
        sealingKey: KeyRing,
        transport: any DownloadingTransport, mediaURL: String? = nil, rule: RetryRule = RetryRule(),
        retention: RetentionRule = RetentionRule(), meters: Meters = Meters(), alertMail: AlertMail? = nil,
        peopleRule: PeopleRule? = nil, bodies: any EventBodies, duties: DutyTerms? = nil, logger: Logger
    ) {
        self.surroundings = surroundings
        self.logger = logger
        self.retention = retention
        sendsMail = alertMail != nil
        rota = duties.map { DutyRota($0, store: store, logger: logger) }
        let store: any Store = duties == nil ? store : FencedStore(store)
        self.store = store
        let bell = Bell()
        self.bell = bell
        self.meters = meters
        let mediaBell = Bell()
        let nameBell = Bell()
        if duties != nil {
            // What another node puts on the outbox, or has to be fetched or asked for, came with an event.
            for bell in [bell, mediaBell, nameBell] { store.signal.connect(bell) }
        }
        self.blobs = blobs
        mediaLinks = MediaLinks(
            baseURL: mediaURL ?? surroundings.publicURL, sealingKey: sealingKey, clock: surroundings.clock)
        mediaUploads = MediaUploads(surroundings, blobs: blobs, scanner: scanner, transport: transport)
        vault = AppVault(store: store, key: sealingKey, clock: surroundings.clock)
        contactPoints = ContactPoints(surroundings)
        apps = PlatformApps(surroundings, vault: vault)
        connections = Connections(surroundings)
        roles = Roles(surroundings)
        keys = APIKeys(surroundings)
        stopList = StopList(surroundings)
        stopListAdministration = StopListAdministration(surroundings)
        stopListExport = StopListExport(surroundings)
        stopListImport = StopListImport(surroundings, store: store)
        possibleOptOuts = PossibleOptOuts(surroundings)
        conversations = Conversations(surroundings)
        outbound = OutboundFlow(surroundings)
        notifications = Notifications(surroundings)
        notificationIntake = NotificationIntake(
            surroundings, store: store, outboxChanged: { bell.ring() }, logger: logger)
        withdrawals = Withdrawals(surroundings, store: store, intake: notificationIntake)
        previews = Previews(surroundings)
        sendingWindow = SendingWindow(surroundings)
        sendingCaps = SendingCaps(surroundings)
        heldSends = HeldSends(surroundings)
        quarantine = Quarantine(surroundings, store: store, key: sealingKey, meters: meters)
        ownership = Ownership(surroundings)
        customers = Customers(surroundings)
        erasure = Erasure(surroundings, store: store, blobs: blobs, quarantine: quarantine, retention: retention)
        traces = TraceLog(surroundings, store: store, logger: logger)
        let desk = PlatformDesk(
            surroundings: surroundings, store: store, vault: vault, transport: transport, traces: traces)
        let availability = Availability(store: store, clock: surroundings.clock, logger: logger)
        self.availability = availability
        let clientFeed = ClientFeed(
            surroundings, store: store, links: mediaLinks, availability: availability, logger: logger)
        self.clientFeed = clientFeed
        clientSettings = ClientSettingsDesk(surroundings, store: store)
        let customerTyping = CustomerTyping(clock: surroundings.clock, signal: store.signal)
        self.customerTyping = customerTyping
        indicators = Indicators(desk, outbound: outbound, feed: clientFeed)
        let firstCatchUp = FirstCatchUp()
        self.firstCatchUp = firstCatchUp
        worker = OutboxWorker(
            surroundings, store: store, desk: desk, links: mediaLinks, blobs: blobs, firstCatchUp: firstCatchUp,
            rule: rule, bell: bell, meters: meters, logger: logger)
        publicReach = PublicReach(surroundings, store: store, transport: transport, sealingKey: sealingKey)
        let grantRenewal = GrantRenewal(desk, apps: apps, outboxChanged: { bell.ring() }, logger: logger)
        self.grantRenewal = grantRenewal
        checklists = Checklists(
            desk, apps: apps, reach: publicReach, outboxChanged: { bell.ring() },
            mayBegin: { await grantRenewal.hasLookedOnce() }, logger: logger)
        let catchUp = CatchUp(
            desk, first: firstCatchUp, outboxChanged: { bell.ring() }, mediaArrived: { mediaBell.ring() },
            namesWanted: { nameBell.ring() }, logger: logger)
        self.catchUp = catchUp
        let refusedWebhooks = RefusedWebhooks(
            surroundings, store: store, noted: { catchUp.changed() }, logger: logger)
        self.refusedWebhooks = refusedWebhooks
        inbound = InboundFlow(
            surroundings, store: store, vault: vault, quarantine: quarantine, outboxChanged: { bell.ring() },
            mediaArrived: { mediaBell.ring() }, namesWanted: { nameBell.ring() },
            storeFailed: { refusedWebhooks.note() }, meters: meters, logger: logger)
        transcripts = Transcripts(surroundings, isMailed: alertMail != nil)
        transcriptMailer = TranscriptMailer(surroundings, store: store, sender: alertMail?.sender, logger: logger)
        clients = ClientDesk(
            surroundings, store: store, vault: vault, key: OwnKey(.clientTickets, sealingKey: sealingKey),
            tools: ClientTools(
                inbound: inbound, conversations: conversations, uploads: mediaUploads, transcripts: transcripts,
                transcriptMailer: transcriptMailer,
                links: mediaLinks,
                mediaURL: mediaURL ?? surroundings.publicURL, feed: clientFeed,
                limits: ClientLimits(clock: surroundings.clock), availability: availability, typing: customerTyping))
        connecting = Connecting(
            desk, apps: apps, connections: connections, checklists: checklists, sealingKey: sealingKey,
            outboxChanged: { bell.ring() }, logger: logger)
        mediaFetcher = MediaFetcher(desk, blobs: blobs, scanner: scanner, bell: mediaBell, logger: logger)
        mediaCleanUp = MediaCleanUp(surroundings, store: store, blobs: blobs, logger: logger)
        nameFinder = NameFinder(desk, bell: nameBell, logger: logger)
        timers = Timers(surroundings)
        timekeeper = Timekeeper(
            surroundings, store: store, meters: meters, mayBegin: { await firstCatchUp.wait() }, logger: logger)
        availabilityRules = AvailabilityRules(surroundings)
        pruner = Pruner(surroundings, store: store, rule: retention, logger: logger)
        alerts = Alerts(surroundings, store: store, mail: alertMail, logger: logger)
        people = People(
            surroundings, store: store, rule: peopleRule ?? PeopleRule(panelURL: surroundings.publicURL),
            sealingKey: sealingKey, sender: alertMail?.sender, logger: logger)
        subscribers = Subscribers(surroundings, key: sealingKey)
        follower = EventFollower(store: store, clock: surroundings.clock)
        deliverer = Deliverer(
            surroundings, store: store, subscribers: subscribers, bodies: bodies, links: mediaLinks,
            transport: transport,
            logger: logger)
    }

    /// What works by itself while the gateway serves. Stopped from the end, and after the listeners.
    public var services: [any Service] {
        let own: [any Service] =
            [traces] + (rota.map { [$0] } ?? []) + [connecting, people.errands, availability, clientFeed]
        guard let rota else { return own + Duty.allCases.flatMap(services(of:)) + [refusedWebhooks] }
        return own
            + Duty.allCases.map { duty in
                OnDuty(
                    duty: duty, rota: rota, services: services(of: duty),
                    prepare: { [firstCatchUp] in if duty == .sending { firstCatchUp.isToCome() } }, logger: logger)
            }
            // Stopped before it is written down that the gateway was alive.
            + [refusedWebhooks]
    }

    /// Which duties there are, and whether this process has them.
    public var heldDuties: [(duty: Duty, isHeld: Bool)] {
        let held = rota?.held ?? Set(Duty.allCases)
        return Duty.allCases.map { ($0, held.contains($0)) }
    }

    private func services(of duty: Duty) -> [any Service] {
        switch duty {
        case .sending: [worker, catchUp, timekeeper]
        case .notifications: [notificationIntake]
        case .delivery: [deliverer]
        case .checklists: [grantRenewal, checklists]
        case .media: [mediaFetcher, mediaCleanUp]
        case .names: [nameFinder]
        case .pruning: [pruner]
        case .alerts: [alerts]
        case .links: [people.linkMailer, transcriptMailer]
        case .presences: [people.presenceKeeper]
        }
    }
}
