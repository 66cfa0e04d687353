public import GatewayModel

/// One messaging platform, as a plug-in.
///
/// A connector translates and nothing else: webhooks into ``PlatformEvent``s, messages into calls. It keeps no state,
/// writes to no database, answers no HTTP request by itself and starts nothing; the gateway calls it and does all of
/// that. It must not log, and must not put a secret or a message's text into an error.
///
/// What a platform can do beyond this is a small refinement (``LooksUpSends``), so that nobody has to implement an
/// ability that his platform lacks.
public protocol Connector: Sendable {
    /// Its name: in addresses, in the API and in stored rows. Never to be changed.
    var platform: Platform { get }

    /// What the platform can do and how much of it, as data. The gateway decides by it; it never asks for a type.
    var capabilities: Capabilities { get }

    /// What an administrator fills in, for an app and for each connection. Panel and command line draw it.
    var settings: SettingsSchema { get }

    /// The requests the platform sends us. Their addresses are
    /// `<public URL>/hooks/<platform>/<app's endpoint>/<path>`.
    var webhooks: [WebhookRoute] { get }

    /// The hosts this app's calls go to, as `host` or `host:port`. A call to any other host is refused before a name
    /// is looked up.
    func hosts(of app: AppAccess) -> Set<String>

    /// Which fields of its calls people may see in a trace. Standard: none but their names.
    var tracing: TraceRule { get }

    /// Brings an address that somebody typed, or that a webhook carries, into its normal form.
    ///
    /// `nil` for what cannot be an address of this platform. Does not guess a country.
    func address(from text: String) -> Address?

    /// The same for a customer's address that somebody typed: `nil` also for what nobody can write to, such as the name
    /// that some senders have in place of a number. Standard: ``address(from:)``.
    func customerAddress(from text: String) -> Address?

    /// Whether the network behind this address of ours blocks whoever texts STOP to it, whoever is chosen to answer.
    /// Only the customer can lift such a block. Standard: no.
    func networkBlocks(at address: Address) -> Bool

    /// Finds out whether a webhook request is genuine, and whose.
    ///
    /// Called first, with the bytes as they came, before anything is parsed for its meaning. Try each secret of each
    /// candidate (``Secrets/all(_:)``), compare with `constantTimeEquals`, and tell nothing about the expected value
    /// in the rejection.
    /// - Parameter candidates: the apps whose webhook address was called.
    /// - Returns: the app whose secret signed the request.
    func verify(_ request: WebhookRequest, against candidates: [AppAccess]) throws(WebhookRejection) -> ID<PlatformApp>

    /// Reads a genuine request: every event of it, and the answer the platform wants.
    ///
    /// Unknown fields go into the event's details and unknown kinds become ``PlatformEvent/Content/other(kind:)``;
    /// neither is an error. Pure: the same request gives the same events, with the same keys.
    func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome

    /// Splits a message into the calls it takes. Pure; the parts are stored before anything leaves, and a retry after
    /// a failure in the middle goes on with the first part that has not been accepted.
    ///
    /// Never cuts a text: what does not fit is split, or refused with ``SendFailure``. To whom it goes makes no
    /// difference: a message to a thousand is planned once for each address of ours that it leaves from.
    func plan(_ message: OutboundMessage) throws(SendFailure) -> [Part]

    /// Sends one part.
    ///
    /// Called only after the stop list and the rate have been asked, at most once at a time for each recipient.
    /// One call to the platform that may have an effect, no retries: those are the gateway's. When the transport
    /// fails, pass its certainty on (``SendFailure/init(_:)``): a request that may have arrived must never be called
    /// not sent.
    func send(_ dispatch: Dispatch, over transport: any HTTPTransport) async throws(SendFailure) -> SendReceipt
}

extension Connector {
    public var tracing: TraceRule { .namesOnly }

    /// Whoever has an address here can be written to.
    public func customerAddress(from text: String) -> Address? { address(from: text) }

    /// No network blocks by itself.
    public func networkBlocks(at address: Address) -> Bool { false }
}

/// The ability to find out, after the fact, whether a send of unknown outcome reached the platform.
public protocol LooksUpSends: Connector {
    /// Asks the platform for messages that could be this one.
    ///
    /// Return every candidate, oldest first; the gateway takes the first that does not already belong to another
    /// message of ours. An empty list proves nothing yet: lists lag.
    func candidates(
        for dispatch: Dispatch, sentAround moment: Timestamp, over transport: any HTTPTransport
    ) async throws(SendFailure) -> [SendReceipt]
}
