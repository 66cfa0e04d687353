internal import MockPlatform

/// The errors of v1.1, from X's page of response codes, and what v2 says in place of some of them.
enum XErrorTable {
    struct Row: Sendable {
        let status: Int
        let message: String
        var problem: JSON?
    }

    static func row(_ code: Int) -> Row? {
        rows[code]
    }

    private static let unauthorized: JSON = [
        "title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized",
    ]
    private static let tooMany: JSON = [
        "title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429,
    ]

    private static let rows: [Int: Row] = [
        32: Row(status: 401, message: "Could not authenticate you.", problem: unauthorized),
        34: Row(status: 404, message: "Sorry, that page does not exist."),
        50: Row(status: 404, message: "User not found."),
        63: Row(status: 403, message: "User has been suspended."),
        64: Row(status: 403, message: "Your account is suspended and is not permitted to access this feature."),
        88: Row(status: 429, message: "Rate limit exceeded", problem: tooMany),
        89: Row(status: 401, message: "Invalid or expired token.", problem: unauthorized),
        92: Row(status: 403, message: "SSL is required"),
        93: Row(
            status: 403, message: "This application is not allowed to access or delete your direct messages."),
        99: Row(status: 403, message: "Unable to verify your credentials.", problem: unauthorized),
        130: Row(status: 503, message: "Over capacity"),
        131: Row(status: 500, message: "Internal error"),
        135: Row(status: 401, message: "Timestamp out of bounds.", problem: unauthorized),
        150: Row(status: 403, message: "You cannot send messages to users who are not following you."),
        151: Row(status: 403, message: "There was an error sending your message."),
        185: Row(status: 403, message: "User is over daily status update limit."),
        186: Row(status: 403, message: "Tweet needs to be a bit shorter."),
        187: Row(status: 403, message: "Status is a duplicate."),
        200: Row(status: 403, message: "Forbidden."),
        214: Row(status: 403, message: "Webhook URL does not meet the requirements."),
        215: Row(status: 400, message: "Bad Authentication data.", problem: unauthorized),
        220: Row(status: 403, message: "Your credentials do not allow access to this resource."),
        226: Row(
            status: 403,
            message:
                "This request looks like it might be automated. To protect our users from spam and other malicious "
                + "activity, we can't complete this action right now."),
        231: Row(status: 403, message: "User must verify login"),
        261: Row(status: 403, message: "Application cannot perform write actions."),
        323: Row(status: 400, message: "Only one animated GIF may be attached to a Tweet."),
        324: Row(status: 400, message: "The validation of media ids failed."),
        325: Row(status: 400, message: "A media id was not found."),
        326: Row(
            status: 403,
            message: "To protect our users from spam and other malicious activity, this account is temporarily locked. "
                + "Please log in to https://x.com to unlock your account."),
        348: Row(
            status: 403,
            message: "Client application is not permitted to access this user's webhook subscriptions."),
        349: Row(status: 403, message: "You cannot send messages to this user."),
        354: Row(status: 403, message: "The text of your direct message is over the max character limit."),
        355: Row(status: 409, message: "Subscription already exists."),
        356: Row(status: 400, message: "A parameter of the replay is missing."),
        357: Row(status: 400, message: "A parameter of the replay cannot be read."),
        358: Row(status: 400, message: "A date of the replay is out of range."),
        415: Row(
            status: 403,
            message: "Callback URL not approved for this client application. Approved callback URLs can be adjusted in "
                + "your application settings"),
        416: Row(status: 401, message: "Invalid / suspended application", problem: unauthorized),
        417: Row(status: 401, message: "Desktop applications only support the oauth_callback value 'oob'"),
        453: Row(
            status: 403,
            message:
                "You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints (e.g. media "
                + "post, oauth) only. If you need access to this endpoint, you may need a different access level."),
    ]
}
