import GatewayModel

/// What must be true of timers, kept in the simplest way there is: a conversation is the list of what was said in it,
/// and everybody is looked at every time. No due times, no index, nothing that is moved lazily.
struct TimerModel {
    enum Said { case question, keyword, answer, notification }

    struct Talk {
        let contactPoint: ContactPointID
        let customer: String
        /// In seconds. What the clock, set back, makes a thing of the future is rewritten to the present.
        var said: [(what: Said, at: Int)] = []
        var state = ConversationState.new
        var inactiveSince = 0
        /// How many of the waits were told of; a wait begins with the first question after an answer.
        var toldOfWait = false

        /// When the first question after the last answer was asked.
        var waitingSince: Int? {
            said.suffix(from: (said.lastIndex { $0.what == .answer } ?? -1) + 1).first { $0.what == .question }?.at
        }
    }

    struct Told: Equatable, CustomStringConvertible {
        let what: String
        let customer: String
        let contactPoint: ContactPointID
        let at: Int
        var description: String { "\(what)@\(at)" }
    }

    var talks: [Talk] = []
    var told: [Told] = []
    /// By place, as words; the program's own are at the end of every list.
    var set: [TimerScope: [ConversationTimer: Int]] = [:]
    let declared: [ConversationTimer: Int]
    let platform: Platform

    func length(_ timer: ConversationTimer, _ contactPoint: ContactPointID) -> Int {
        let program: [ConversationTimer: Int] = [.response: 600, .inactive: 1800, .close: 86400]
        let lists = [
            set[.platform(platform, at: contactPoint)], set[.contactPoint(contactPoint)], set[.tenant], declared,
            program,
        ]
        return lists.compactMap { $0?[timer] }.first!
    }

    func open(_ customer: String, _ contactPoint: ContactPointID) -> Int? {
        talks.firstIndex { $0.customer == customer && $0.contactPoint == contactPoint && $0.state != .closed }
    }

    mutating func say(_ what: Said, _ customer: String, _ contactPoint: ContactPointID, at now: Int) {
        var index = open(customer, contactPoint)
        if index == nil {
            if what == .notification { return }
            talks.append(Talk(contactPoint: contactPoint, customer: customer))
            talks[talks.count - 1].state = what == .answer ? .active : .new
            told.append(Told(what: "created", customer: customer, contactPoint: contactPoint, at: now))
            index = talks.count - 1
        } else if what != .notification,
            talks[index!].state == .inactive || what == .answer && talks[index!].state == .new
        {
            talks[index!].state = .active
            told.append(Told(what: "activated", customer: customer, contactPoint: contactPoint, at: now))
        }
        talks[index!].said.append((what, now))
        if what == .answer { talks[index!].toldOfWait = false }
    }

    mutating func close(_ customer: String, _ contactPoint: ContactPointID, at now: Int) {
        guard let index = open(customer, contactPoint) else { return }
        talks[index].state = .closed
        told.append(Told(what: "closed", customer: customer, contactPoint: contactPoint, at: now))
    }

    /// - Returns: what is told of, in no order among conversations.
    mutating func look(at now: Int) {
        for index in talks.indices where talks[index].state != .closed {
            var talk = talks[index]
            for message in talk.said.indices { talk.said[message].at = min(talk.said[message].at, now) }
            talk.inactiveSince = min(talk.inactiveSince, now)
            let contactPoint = talk.contactPoint
            while true {
                var due: [(at: Int, what: String)] = []
                if let since = talk.waitingSince, !talk.toldOfWait {
                    due.append((since + length(.response, contactPoint), "responseOverdue"))
                }
                if talk.state == .inactive {
                    due.append((talk.inactiveSince + length(.close, contactPoint), "closed"))
                } else {
                    due.append((talk.said.last!.at + length(.inactive, contactPoint), "inactive"))
                }
                guard talk.state != .closed, let next = due.min(by: { $0.at < $1.at }), next.at <= now else { break }
                told.append(Told(what: next.what, customer: talk.customer, contactPoint: contactPoint, at: now))
                switch next.what {
                case "responseOverdue": talk.toldOfWait = true
                case "inactive": (talk.state, talk.inactiveSince) = (.inactive, now)
                default: talk.state = .closed
                }
            }
            talks[index] = talk
        }
    }
}
