/// The codes of the Graph API and the Messenger Platform, with the messages that were seen, or their meaning.
/// Source: Meta, "Error Codes" of the Messenger Platform and "Handling Errors" of the Graph API.
enum GraphErrorTable {
    struct Row: Sendable {
        let code: Int
        let subcode: Int?
        let message: String
        let isTransient: Bool

        init(_ code: Int, _ subcode: Int?, _ meaning: String, isTransient: Bool = false) {
            self.code = code
            self.subcode = subcode
            message = code == 190 ? meaning : "(#\(code)) \(meaning)"
            self.isTransient = isTransient
        }
    }

    /// The row of both codes, or else the one of the code alone.
    static func row(_ code: Int, _ subcode: Int?) -> Row? {
        rows.first { $0.code == code && $0.subcode == subcode } ?? rows.first { $0.code == code && $0.subcode == nil }
    }

    private static let outsideWindow =
        "This message is sent outside of allowed window. Learn more about the new policy here: "
        + "https://developers.facebook.com/docs/messenger-platform/policy-overview"
    private static let rateLimit = "Calls to this api have exceeded the rate limit"
    private static let notAvailable = "This person isn't available right now."

    static let rows =
        temporary + throttles + permissions + parameters + people
        + TokenFault.allCases.map { Row(190, $0.rawValue, $0.meaning) }

    private static let temporary = [
        Row(1, nil, "An unknown error occurred", isTransient: true),
        Row(1, 99, "An unknown error occurred", isTransient: true),
        Row(1, 1_357_046, "Received Invalid JSON reply"),
        Row(2, nil, "Service temporarily unavailable", isTransient: true),
        Row(1200, nil, "Temporary send message failure. Please try again later.", isTransient: true),
    ]

    private static let throttles = [
        Row(4, nil, "Application request limit reached", isTransient: true),
        Row(4, 2_018_022, "Too many send requests to phone numbers"),
        Row(17, nil, "User request limit reached"),
        Row(32, nil, "Page request limit reached"),
        Row(613, nil, rateLimit),
        Row(613, 2_018_338, "Abusive use of message tags"),
        Row(80_001, nil, "There have been too many calls to this Page account."),
        Row(80_002, nil, "There have been too many calls to this Instagram account."),
        Row(80_006, nil, "There have been too many calls to this Messenger account."),
        Row(341, nil, "Application limit reached"),
        Row(368, nil, "Temporarily blocked for policies violations"),
    ]

    private static let permissions = [
        Row(10, nil, "Application does not have permission for this action"),
        Row(10, 2_018_278, outsideWindow),
        Row(10, 2_018_065, outsideWindow),
        Row(10, 2_534_022, outsideWindow),
        Row(10, 2_018_108, "This person cannot receive messages from this page."),
        Row(10, 1_893_063, "This page is temporarily restricted."),
        Row(10, 2_018_300, "Message failed to send because another app is controlling this thread now."),
        Row(10, 2_018_336, "Message failed to send because of privacy rules of this thread."),
        Row(200, nil, "Permissions error"),
        Row(
            200, 2_018_028,
            "Cannot message users who are not admins, developers or testers of the app until "
                + "pages_messaging permission is reviewed and the app is live."),
        Row(200, 2_534_041, "Access to messages is turned off."),
        Row(2_018_321, nil, "Message failed to send because an automated question flow controls this chat."),
    ]

    private static let parameters = [
        Row(100, nil, "Invalid parameter"),
        Row(100, 33, "Object does not exist, cannot be loaded due to missing permission or reviewable feature."),
        Row(100, 2_018_001, "No matching user found"),
        Row(100, 2_018_008, "Failed to fetch the file from the url"),
        Row(100, 2_018_014, "A sender action cannot be combined with a message"),
        Row(100, 2_018_047, "Upload attachment failure: the type of the file does not match"),
        Row(100, 2_018_109, "Attachment size exceeds allowable limit"),
        Row(100, 2_018_294, "Video upload timed out or the video is corrupted"),
        Row(100, 2_534_037, "This app is not the owner of the thread"),
        Row(10_303, nil, "Invalid account_linking_token"),
    ]

    private static let people = [
        Row(200, 1_545_041, notAvailable),
        Row(551, nil, notAvailable),
        Row(551, 1_545_041, notAvailable),
        Row(230, nil, "Insufficient Privacy Permissions. There is no user consent to access the profile"),
        Row(2_018_218, nil, "No profile available for this user."),
        Row(2_018_247, nil, "Insufficient permission to access user profile."),
        Row(9_000_001, nil, "The message was deleted."),
    ]
}
