import Foundation

/// The names of time zones, as the system's database has them.
enum TimeZoneName {
    static func check(_ name: String) throws {
        guard isValid(name) else {
            throw Refusal.invalid("timeZone", "it must be an IANA time zone such as Europe/Paris.")
        }
    }

    /// Foundation also takes abbreviations, which are ambiguous, and offsets, which know no summer.
    static func isValid(_ name: String) -> Bool {
        (name == "UTC" || name.contains("/")) && TimeZone(identifier: name) != nil
    }
}
