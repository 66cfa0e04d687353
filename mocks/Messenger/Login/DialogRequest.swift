internal import MockPlatform

/// Why the login dialog shows an error and leads nowhere.
public enum DialogProblem: Error, Equatable, Sendable {
    case unknownApp
    case missingParameter(String)
    case unsupportedResponseType(String)
    case unknownConfiguration(String)
    case badRedirectURI(String)
    case unknownUser(String)
    /// Not one of the user's, or of no app's interest.
    case notTheirPage(String)
}

extension DialogProblem {
    var explanation: String {
        switch self {
        case .unknownApp: "Invalid App ID: The provided app ID does not look like a valid app ID."
        case .missingParameter(let name): "The parameter \(name) is required."
        case .unsupportedResponseType(let type): "The response type \(type) is not supported."
        case .unknownConfiguration(let id): "The login configuration \(id) does not exist."
        case .badRedirectURI(let uri): "The redirect_uri \(uri) is not an absolute URI."
        case .unknownUser(let id): "There is no Facebook user \(id)."
        case .notTheirPage(let id): "The page \(id) is none of this user's."
        }
    }
}

/// What an app asks a user for, in the address of the login dialog.
struct DialogRequest {
    let app: MockApp
    let redirectURI: String
    let state: String?
    let permissions: [String]
    /// Permissions that were declined before are asked for again.
    let asksAgain: Bool

    init(_ query: FormFields, in meta: MetaState) throws(DialogProblem) {
        guard let id = query["client_id"], !id.isEmpty else { throw .missingParameter("client_id") }
        guard let app = meta.apps[id]?.app else { throw .unknownApp }
        guard let uri = query["redirect_uri"], !uri.isEmpty else { throw .missingParameter("redirect_uri") }
        guard WebAddress(uri) != nil else { throw .badRedirectURI(uri) }
        if let type = query["response_type"], type != "code" { throw .unsupportedResponseType(type) }
        self.app = app
        redirectURI = uri
        state = query["state"]
        asksAgain = query["auth_type"] == "rerequest"
        if let configuration = query["config_id"] {
            guard let configured = app.loginConfigurations[configuration] else {
                throw .unknownConfiguration(configuration)
            }
            permissions = configured
        } else {
            permissions = (query["scope"] ?? "").split { $0 == "," || $0 == " " }.map(String.init)
        }
    }

    /// What the dialog shows to a user who has already answered once.
    func asked(after grant: Grant?) -> [String] {
        permissions.filter { asksAgain || grant?.declined.contains($0) != true }
    }

    /// Where the user is sent back to, with the fragment that Facebook appends.
    func answer(_ fields: FormFields) -> String {
        var fields = fields
        if let state { fields.append("state", state) }
        return redirectURI + (redirectURI.contains("?") ? "&" : "?") + fields.encoded + "#_=_"
    }
}
