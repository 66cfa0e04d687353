/// An app of a developer, with its credentials and settings.
public struct MockXApp: Sendable {
    public var id: String
    public var name: String
    /// API key, which identifies the app.
    public var consumerKey: String
    /// API secret, which signs its calls and the webhooks to it.
    public var consumerSecret: String
    public var clientID: String
    /// `nil` for a public client, which names itself and proves nothing.
    public var clientSecret: String?
    /// What its new tokens can do; a token keeps what it was made with.
    public var permission = XPermission.readWriteDirectMessages
    /// What it may use beyond logging in, uploads and the messages of v2; the rest is refused with code 453.
    public var access = Set(XAccess.allCases)
    /// Where browsers may be sent back to; without one, only PINs are given out.
    public var callbackURLs = ["https://gateway.example/back"]
    public var isSuspended = false
    public var mostWebhooks = 5
    public var mostSubscriptions = 5000

    public init(
        id: String = "99887766", name: String = "Mock app", consumerKey: String = "mockConsumerKey",
        consumerSecret: String = "mock-consumer-secret", clientID: String = "mockClientID",
        clientSecret: String? = "mock-client-secret"
    ) {
        self.id = id
        self.name = name
        self.consumerKey = consumerKey
        self.consumerSecret = consumerSecret
        self.clientID = clientID
        self.clientSecret = clientSecret
    }

    /// X's own app, in which people and businesses read and write without any other.
    static let web = MockXApp(id: "268278", name: "X Web App")
}

/// What an app's tokens can do, as the header `x-access-level` tells it.
public enum XPermission: String, Sendable, CaseIterable, Codable {
    case read
    case readWrite = "read-write"
    case readWriteDirectMessages = "read-write-directmessages"
}

/// Parts of the API that are not everybody's.
public enum XAccess: String, Sendable, CaseIterable, Codable {
    /// The enterprise Account Activity API and the direct messages of v1.1.
    case enterprise
    /// The Account Activity API of v2.
    case accountActivity
    /// The X Activity API.
    case activity
}
