internal import HTTPTypes
public import MockPlatform

extension MockPlatform.Operation {
    public static let createMessage: Self = "messages.create"
    public static let listMessages: Self = "messages.list"
    public static let fetchMessage: Self = "messages.fetch"
    public static let updateMessage: Self = "messages.update"
    public static let deleteMessage: Self = "messages.delete"
    public static let listMedia: Self = "media.list"
    public static let fetchMedia: Self = "media.fetch"
    public static let fetchAccount: Self = "account.fetch"
    public static let listNumbers: Self = "numbers.list"
    public static let fetchNumber: Self = "numbers.fetch"
    public static let updateNumber: Self = "numbers.update"
    public static let fetchService: Self = "service.fetch"
    /// The inbound webhook.
    public static let inbound: Self = "webhook.inbound"
    /// The status callback.
    public static let statusCallback: Self = "webhook.status"
    /// The way of an outbound message to the phone.
    public static let carrier: Self = "carrier"
}

/// Which resource of the API a request is for.
enum TwilioRoute: Equatable {
    case createMessage, listMessages
    case fetchMessage(String)
    case updateMessage(String)
    case deleteMessage(String)
    case listMedia(message: String)
    case fetchMedia(message: String, media: String, describes: Bool)
    case fetchAccount
    case listNumbers
    case fetchNumber(String)
    case updateNumber(String)
    case fetchService(String)

    /// The account named in the path, where one is, and the resource.
    static func find(_ method: HTTPRequest.Method, _ path: String) -> (account: String?, route: TwilioRoute)? {
        let segments = path.split(separator: "/").map(String.init)
        if segments.count == 3, segments[0] == "v1", segments[1] == "Services", method == .get {
            return (nil, .fetchService(segments[2]))
        }
        guard segments.count >= 3, segments[0] == "2010-04-01", segments[1] == "Accounts" else { return nil }
        if segments.count == 3 {
            guard method == .get, let account = segments[2].withoutJSON else { return nil }
            return (account, .fetchAccount)
        }
        return resource(method, Array(segments[3...])).map { (segments[2], $0) }
    }

    private static func resource(_ method: HTTPRequest.Method, _ path: [String]) -> TwilioRoute? {
        switch (method, path.count, path[0]) {
        case (.post, 1, "Messages.json"): return .createMessage
        case (.get, 1, "Messages.json"): return .listMessages
        case (.get, 1, "IncomingPhoneNumbers.json"): return .listNumbers
        case (_, 2, "Messages"):
            guard let sid = path[1].withoutJSON else { return nil }
            switch method {
            case .get: return .fetchMessage(sid)
            case .post: return .updateMessage(sid)
            case .delete: return .deleteMessage(sid)
            default: return nil
            }
        case (.get, 2, "IncomingPhoneNumbers"): return path[1].withoutJSON.map(fetchNumber)
        case (.post, 2, "IncomingPhoneNumbers"): return path[1].withoutJSON.map(updateNumber)
        case (.get, 3, "Messages") where path[2] == "Media.json": return .listMedia(message: path[1])
        case (.get, 4, "Messages") where path[2] == "Media":
            return .fetchMedia(
                message: path[1], media: path[3].withoutJSON ?? path[3], describes: path[3].withoutJSON != nil)
        default: return nil
        }
    }

    var operation: MockPlatform.Operation {
        switch self {
        case .createMessage: .createMessage
        case .listMessages: .listMessages
        case .fetchMessage: .fetchMessage
        case .updateMessage: .updateMessage
        case .deleteMessage: .deleteMessage
        case .listMedia: .listMedia
        case .fetchMedia: .fetchMedia
        case .fetchAccount: .fetchAccount
        case .listNumbers: .listNumbers
        case .fetchNumber: .fetchNumber
        case .updateNumber: .updateNumber
        case .fetchService: .fetchService
        }
    }
}

extension String {
    fileprivate var withoutJSON: String? {
        hasSuffix(".json") ? String(dropLast(5)) : nil
    }
}
