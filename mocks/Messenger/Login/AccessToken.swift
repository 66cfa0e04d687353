internal import Foundation
private import Signing

/// A token of the Graph API, with what it was made from.
struct AccessToken: Sendable {
    /// By the names of `debug_token`.
    enum Kind: String {
        case user = "USER"
        case page = "PAGE"
        case app = "APP"
    }

    let value: String
    let kind: Kind
    let app: String
    /// Whose consent it stands on; `nil` for an app's.
    let user: String?
    let page: String?
    let isLongLived: Bool
    let issued: Date
    /// `nil` for never.
    let expires: Date?
    /// What ended it by force.
    var fault: TokenFault?

    init(
        value: String = AccessToken.value(), kind: Kind, app: String, user: String? = nil, page: String? = nil,
        isLongLived: Bool, issued: Date, expires: Date?
    ) {
        self.value = value
        self.kind = kind
        self.app = app
        self.user = user
        self.page = page
        self.isLongLived = isLongLived
        self.issued = issued
        self.expires = expires
    }

    static func value() -> String {
        "EAA" + Hex.encode(SecureRandom.bytes(40))
    }

    /// The message of error 190 for a fault of this token.
    func message(of fault: TokenFault, at now: Date) -> String {
        switch fault {
        case .expired:
            "Error validating access token: Session has expired on \(PacificTime.format(expires ?? now)). "
                + "The current time is \(PacificTime.format(now))."
        case .notAuthorized:
            "Error validating access token: User \(user ?? "") has not authorized application \(app)."
        default: fault.meaning
        }
    }
}

/// The times in Meta's error messages, as `Wednesday, 14-Feb-18 18:00:00 PST`; this mock knows no summer time.
enum PacificTime {
    static func format(_ date: Date) -> String {
        var seconds = time_t(date.timeIntervalSince1970.rounded(.down)) - 8 * 3600
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(weekdays[Int(parts.tm_wday)]), \(two(parts.tm_mday))-\(months[Int(parts.tm_mon)])"
            + "-\(two(parts.tm_year % 100)) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) PST"
    }

    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
