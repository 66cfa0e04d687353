import Foundation

/// The names of time zones, as the system's database has them.
enum TimeZoneName {
    static func check(_ name: String) throws {
        guard TimeZone(identifier: name) != nil else {
            throw Refusal.invalid("timeZone", "it must be an IANA time zone such as Europe/Paris.")
        }
    }
}
