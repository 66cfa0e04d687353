internal import Foundation

/// How much of a limit is used up in a window that began with its first call.
struct RateMeter: Sendable {
    struct Key: Hashable, Sendable {
        let limit: XLimit
        /// An account or an app.
        let who: String
        let span: Span
    }

    enum Span: String, Sendable {
        case window
        case day
        case dayOfApp

        var seconds: TimeInterval { self == .window ? 900 : 86_400 }
    }

    struct Reading: Sendable, Equatable {
        let limit: Int
        let remaining: Int
        /// In seconds of the epoch.
        let reset: Int
    }

    private let span: Span
    private var began: Date
    private var used = 0

    init(_ span: Span, at now: Date) {
        self.span = span
        began = now
    }

    mutating func count(at now: Date) {
        turn(at: now)
        used += 1
    }

    /// Nothing is left of it until the window ends.
    mutating func exhaust(_ limit: Int, at now: Date) {
        turn(at: now)
        used = max(used, limit)
    }

    mutating func reading(of limit: Int, at now: Date) -> Reading {
        turn(at: now)
        let reset = began.timeIntervalSince1970 + span.seconds
        return Reading(limit: limit, remaining: max(0, limit - used), reset: Int(reset.rounded(.up)))
    }

    private mutating func turn(at now: Date) {
        // The window is over at the second that was told, not a part of one before.
        guard now.timeIntervalSince1970 >= (began.timeIntervalSince1970 + span.seconds).rounded(.up) else { return }
        began = now
        used = 0
    }
}
