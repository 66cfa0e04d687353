public import GatewayModel

/// The ability to be connected step by step, so that one panel and one command line serve every platform.
///
/// A connector keeps nothing between two steps. What comes next follows from everything that was answered so far; the
/// gateway keeps that, sealed, for half an hour, and any node can go on with it.
public protocol Connects: HasChecklist {
    /// Finds out what to ask next.
    ///
    /// Asks the platform whatever it must, and changes nothing there: what has to be changed is named in the
    /// ``ConnectingPlan`` and done at the end by ``HasChecklist/fix(_:of:over:)``, once our side can take what comes.
    /// May be called again with the same answers.
    func nextStep(after progress: ConnectingProgress, over transport: any HTTPTransport) async -> ConnectingStep
}

/// What was answered so far.
public struct ConnectingProgress: Sendable {
    public let purpose: Purpose
    /// The app's settings and secrets as far as they were entered or are known, for calls.
    public let app: AppAccess
    /// By the ids of the steps.
    public let answers: [String: ConnectingAnswer]
    /// The keys of what was granted since it was begun (``ConnectingStep/granted``); the secrets are with the app.
    public let granted: Set<String>
    /// Unguessable and this session's own: what a platform sends a browser back with must hold it.
    public let state: String
    /// The page of ours that a platform sends a browser back to.
    public let returnAddress: String
    /// Addresses that are connections of ours already, at whatever contact point.
    public let taken: Set<Address>
    /// The connection for whose sake it is done; `nil` where new ones are to be made.
    public let reconnected: Address?
    /// As ``OpenConnection/webhookAddress``, for the app that is there or will be made.
    public let webhookAddress: @Sendable (_ path: String) -> String

    public init(
        purpose: Purpose, app: AppAccess, answers: [String: ConnectingAnswer], taken: Set<Address>,
        reconnected: Address? = nil, granted: Set<String> = [], state: String = "", returnAddress: String = "",
        webhookAddress: @escaping @Sendable (String) -> String
    ) {
        self.purpose = purpose
        self.app = app
        self.answers = answers
        self.taken = taken
        self.reconnected = reconnected
        self.granted = granted
        self.state = state
        self.returnAddress = returnAddress
        self.webhookAddress = webhookAddress
    }

    /// What the steps lead to.
    public enum Purpose: String, Sendable, Codable {
        /// New connections, with an app that is new or has just been chosen.
        case connect
        /// New credentials for an app whose old ones are refused.
        case reconnect
    }
}

/// One thing to ask of, or to tell, whoever connects.
public struct ConnectingStep: Sendable {
    /// Stable within a platform; the answer is kept under it. A step that comes again replaces its answer.
    public let id: String
    /// What it is about, for a person; also what was wrong with the last answer.
    public let text: String
    public let kind: Kind
    /// What the platform granted on the way here, by keys of the connector's own. It is sealed with the session, is among
    /// the app's ``Secrets`` in every later call, and stays with the app at the end. An empty one takes back what an
    /// earlier step granted under this key.
    public let granted: [String: Secret]

    public init(id: String, text: String, kind: Kind, granted: [String: Secret] = [:]) {
        self.id = id
        self.text = text
        self.kind = kind
        self.granted = granted
    }

    /// How it is answered.
    public enum Kind: Sendable {
        /// A warning to be confirmed.
        case confirm
        /// Settings of the app to be filled in; secrets are sealed.
        case enter([SettingsField])
        /// One of these, or at least one where several may be chosen.
        case choose([ConnectingChoice], several: Bool)
        /// A text to be typed, under this label; it may be left empty.
        case ask(label: String)
        /// A page of the platform's to be opened; answered once the person is back.
        ///
        /// - Parameter returns: whether the platform sends the browser on to ``ConnectingProgress/returnAddress``. Then
        ///   the answer's text is the address that it arrived at.
        case open(url: String, returns: Bool = false)
        /// Nothing to do but to ask again after this time.
        case wait(Duration)
        /// Everything is known: the gateway makes it so.
        case connect(ConnectingPlan)
        /// It cannot go on. Answering the step before once more tries again.
        case failed
    }
}

/// One of a list.
public struct ConnectingChoice: Sendable, Hashable {
    public let id: String
    public let label: String

    public init(id: String, label: String) {
        self.id = id
        self.label = label
    }
}

/// How a step was answered.
public struct ConnectingAnswer: Sendable, Codable, Equatable {
    public var choices: [String]
    public var isConfirmed: Bool
    /// What was typed, or where the browser arrived. Only the very next step sees it: it is not kept, for it may be a
    /// code that counts once, or say more than we need to know.
    public var text: String?

    public init(choices: [String] = [], isConfirmed: Bool = false, text: String? = nil) {
        self.choices = choices
        self.isConfirmed = isConfirmed
        self.text = text
    }

    enum CodingKeys: CodingKey {
        case choices, isConfirmed
    }
}

/// What is to be made at the end.
public struct ConnectingPlan: Sendable {
    /// For a new app.
    public let appLabel: String
    /// The connections to make; none for a reconnect.
    public let addresses: [Address]
    /// What the platform calls them, such as the name of a page.
    public let labels: [Address: String]
    /// The checklist items to fix on each of them.
    public let fixes: [String]

    public init(appLabel: String, addresses: [Address], labels: [Address: String] = [:], fixes: [String]) {
        self.appLabel = appLabel
        self.addresses = addresses
        self.labels = labels
        self.fixes = fixes
    }
}
