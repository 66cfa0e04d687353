internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension HTTPField.Name {
    static let rateLimitRemaining = Self("x-rate-limit-remaining")!
}

extension MockX {
    /// Leaves an account, or the app by itself, nothing of a limit until its window ends.
    public func exhaust(_ limit: XLimit, of who: String) {
        let now = clock.now
        state.withLock { state in
            let id = state.account(named: who)?.id ?? who
            let rule = state.configuration.limits[limit]
            let span: RateMeter.Span = rule.perWindow == nil ? .day : .window
            guard let most = rule.perWindow ?? rule.perDay else { return }
            state.meters[.init(limit: limit, who: id, span: span), default: RateMeter(span, at: now)]
                .exhaust(most, at: now)
        }
    }

    /// Forgets what an account, or an app, has used of all limits.
    public func freeLimits(of who: String) {
        state.withLock { state in
            let id = state.account(named: who)?.id ?? who
            state.meters = state.meters.filter { $0.key.who != id }
        }
    }

    /// Counts a call, unless nothing is left.
    func count(_ call: XCall, _ route: XRoute) throws(XError) {
        guard let limit = route.limit, let caller = call.caller else { return }
        let now = clock.now
        try locked { state throws(XError) in
            let spans = state.spans(of: limit, caller)
            for (span, who, most) in spans {
                guard state.reading(limit, span, who, most, at: now).remaining == 0 else { continue }
                throw .coded(!route.isV2 && span != .window ? 185 : 88)
            }
            for (span, who, _) in spans {
                state.meters[.init(limit: limit, who: who, span: span), default: RateMeter(span, at: now)]
                    .count(at: now)
            }
        }
    }

    /// What a reply tells of the limits; recorded replies of `direct_messages/events/new` tell nothing.
    func limitHeaders(_ call: XCall, _ route: XRoute?) -> HTTPFields {
        guard let limit = route?.limit, let caller = call.caller, limit != .sendV1 else { return [:] }
        let now = clock.now
        let readings = state.withLock { state in
            state.spans(of: limit, caller).map { ($0.0, state.reading(limit, $0.0, $0.1, $0.2, at: now)) }
        }
        var headers: HTTPFields = [:]
        for (span, reading) in readings { headers.append(reading, of: span) }
        return headers
    }

    /// For a limit that is only said to be used up.
    func spentHeaders(_ route: XRoute?) -> HTTPFields {
        let most = route?.limit.flatMap { limit in state.withLock { $0.configuration.limits[limit].perWindow } } ?? 15
        let reset = Int((clock.now.timeIntervalSince1970 + RateMeter.Span.window.seconds).rounded(.up))
        var headers: HTTPFields = [:]
        headers.append(RateMeter.Reading(limit: most, remaining: 0, reset: reset), of: .window)
        return headers
    }
}

extension HTTPFields {
    fileprivate mutating func append(_ reading: RateMeter.Reading, of span: RateMeter.Span) {
        let prefix =
            switch span {
            case .window: "x-rate-limit"
            case .day: "x-user-limit-24hour"
            case .dayOfApp: "x-app-limit-24hour"
            }
        for (name, value) in [
            ("limit", reading.limit), ("remaining", reading.remaining), ("reset", reading.reset),
        ] {
            self[.init("\(prefix)-\(name)")!] = String(value)
        }
    }
}

extension XState {
    fileprivate func spans(of limit: XLimit, _ caller: Caller) -> [(RateMeter.Span, String, Int)] {
        let rule = configuration.limits[limit]
        let who = caller.account?.id ?? caller.app.id
        return [
            (RateMeter.Span.window, who, rule.perWindow), (.day, who, rule.perDay),
            (.dayOfApp, caller.app.id, rule.perDayOfApp),
        ].compactMap { span, who, most in most.map { (span, who, $0) } }
    }

    fileprivate mutating func reading(
        _ limit: XLimit, _ span: RateMeter.Span, _ who: String, _ most: Int, at now: Date
    ) -> RateMeter.Reading {
        meters[.init(limit: limit, who: who, span: span), default: RateMeter(span, at: now)]
            .reading(of: most, at: now)
    }
}
