/// From when the timers of a conversation count, and when somebody must look at them.
///
/// The silence counts from the last message, which stands in the transcript: to write it down once more here would
/// cost every message a row. So a message leaves the clocks alone unless it starts or stops one, and whoever looks too
/// early finds the later message and looks again later.
public struct ConversationClocks: Sendable, Equatable {
    /// When the first message came that nobody has answered. A STOP, START or HELP asks for no answer.
    public var unansweredSince: Timestamp?
    /// Whether the answer to it was due, and that was told. Each wait is told of once.
    public var isOverdue: Bool
    /// From when the silence after a message counts, where that is not when it was written: the wall clock went back.
    public var silence: LastWord?
    public var inactiveSince: Timestamp?
    /// When to look: never after the first timer expires, often before. `nil` only for a closed conversation.
    public var dueAt: Timestamp?

    public init(
        unansweredSince: Timestamp? = nil, isOverdue: Bool = false, silence: LastWord? = nil,
        inactiveSince: Timestamp? = nil, dueAt: Timestamp? = nil
    ) {
        self.unansweredSince = unansweredSince
        self.isOverdue = isOverdue
        self.silence = silence
        self.inactiveSince = inactiveSince
        self.dueAt = dueAt
    }
}

/// The last message of a conversation, of whichever side, and its time.
public struct LastWord: Sendable, Equatable {
    public let message: ID<Message>
    public let at: Timestamp

    public init(message: ID<Message>, at: Timestamp) {
        self.message = message
        self.at = at
    }
}

/// When each timer of a conversation expires; `nil` for one that does not run.
public struct DueTimes: Sendable, Equatable {
    public var response: Timestamp?
    public var inactive: Timestamp?
    public var close: Timestamp?

    public init(response: Timestamp? = nil, inactive: Timestamp? = nil, close: Timestamp? = nil) {
        self.response = response
        self.inactive = inactive
        self.close = close
    }

    /// The one that expires first.
    public var first: (timer: ConversationTimer, at: Timestamp)? {
        let running = [(ConversationTimer.response, response), (.inactive, inactive), (.close, close)]
        return running.compactMap { timer, at in at.map { (timer: timer, at: $0) } }.min { $0.at < $1.at }
    }
}

/// A timer that has expired.
public struct ExpiredTimer: Sendable, Equatable {
    public let timer: ConversationTimer
    public let dueAt: Timestamp

    public init(_ timer: ConversationTimer, dueAt: Timestamp) {
        self.timer = timer
        self.dueAt = dueAt
    }
}

extension Conversation {
    /// Moves on by the state table, and starts and stops clocks. Nothing where the change means nothing in this state.
    public mutating func apply(_ change: ConversationChange, at now: Timestamp) {
        guard let next = state.after(change) else { return }
        switch change {
        case .inbound: clocks.unansweredSince = clocks.unansweredSince ?? now
        case .reply: (clocks.unansweredSince, clocks.isOverdue) = (nil, false)
        case .keyword, .inactiveTimer, .closeTimer, .closedByPerson: break
        }
        state = next
        switch next {
        case .new, .active: clocks.inactiveSince = nil
        case .inactive: (clocks.inactiveSince, clocks.silence) = (now, nil)
        case .closed: clocks = ConversationClocks()
        }
    }

    /// When each timer that runs expires, if nothing is said before.
    ///
    /// - Parameter lastWord: the last message, which the silence counts from.
    public func due(by timers: EffectiveTimers, after lastWord: LastWord) -> DueTimes {
        var due = DueTimes()
        guard state.isOpen else { return due }
        if let since = clocks.unansweredSince { due.response = since + timers[.response].duration }
        if let since = clocks.inactiveSince {
            due.close = since + timers[.close].duration
        } else {
            due.inactive = silentSince(lastWord) + timers[.inactive].duration
        }
        return due
    }

    /// Puts the next look earlier, where something is due before it.
    public mutating func hasten(by timers: EffectiveTimers, after lastWord: LastWord) {
        guard let next = nextExpiry(timers, lastWord) else { return }
        clocks.dueAt = min(clocks.dueAt ?? next.at, next.at)
    }

    /// Looks at the clocks: what has expired happens, in the order in which it was due, and the next look is set.
    ///
    /// What seems to have begun later than now began before the wall clock went back; it counts from now. One look
    /// never makes a conversation inactive and closes it as well, for the close clock begins with the look: a wall
    /// clock set forward by mistake closes nothing that was active.
    ///
    /// - Returns: what has expired.
    public mutating func look(at now: Timestamp, _ timers: EffectiveTimers, after lastWord: LastWord) -> [ExpiredTimer]
    {
        clocks.unansweredSince = clocks.unansweredSince.map { min($0, now) }
        clocks.inactiveSince = clocks.inactiveSince.map { min($0, now) }
        if clocks.inactiveSince == nil, silentSince(lastWord) > now {
            clocks.silence = LastWord(message: lastWord.message, at: now)
        }
        var expired: [ExpiredTimer] = []
        while let next = nextExpiry(timers, lastWord), next.at <= now {
            expired.append(ExpiredTimer(next.timer, dueAt: next.at))
            switch next.timer {
            case .response: clocks.isOverdue = true
            case .inactive: apply(.inactiveTimer, at: now)
            case .close: apply(.closeTimer, at: now)
            }
        }
        clocks.dueAt = nextExpiry(timers, lastWord)?.at
        return expired
    }

    /// What is still to happen: an answer that is overdue is not told of again.
    private func nextExpiry(
        _ timers: EffectiveTimers, _ lastWord: LastWord
    ) -> (timer: ConversationTimer, at: Timestamp)? {
        var due = due(by: timers, after: lastWord)
        if clocks.isOverdue { due.response = nil }
        return due.first
    }

    private func silentSince(_ lastWord: LastWord) -> Timestamp {
        if let silence = clocks.silence, silence.message == lastWord.message { return silence.at }
        return lastWord.at
    }
}
