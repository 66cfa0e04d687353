/// Why a token is no longer valid: the subcodes of error 190.
public enum TokenFault: Int, Sendable, CaseIterable {
    /// The user removed the app.
    case notAuthorized = 458
    /// The user must first log in and follow instructions.
    case checkpointed = 459
    case passwordChanged = 460
    case expired = 463
    case unconfirmedUser = 464
    case invalid = 467
    /// The user has no role on the page any more. Unconfirmed: no documentation ties this subcode to it.
    case roleLost = 492

    /// What the table of errors says where nobody's names and times are known.
    var meaning: String {
        switch self {
        case .notAuthorized: "Error validating access token: The user has not authorized application."
        case .checkpointed:
            "Error validating access token: You cannot access the app till you log in to www.facebook.com and follow "
                + "the instructions given."
        case .passwordChanged:
            "Error validating access token: The session has been invalidated because the user changed their password "
                + "or Facebook has changed the session for security reasons."
        case .expired: "Error validating access token: Session has expired."
        case .unconfirmedUser:
            "Error validating access token: Sessions for the user are not allowed because the user is not a confirmed "
                + "user."
        case .invalid: "Error validating access token: The token is invalid."
        case .roleLost:
            "Error validating access token: The user must be an administrator, editor, or moderator of the page in "
                + "order to impersonate it."
        }
    }
}
