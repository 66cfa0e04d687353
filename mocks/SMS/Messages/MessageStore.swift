internal import Foundation

/// All messages, found by sid, by sender and by recipient.
struct MessageStore {
    struct Filter {
        var to: String?
        var from: String?
        /// Half-open, by the time of sending, or of creation while it is not sent.
        var sent: Range<Date> = .distantPast..<(.distantFuture)
    }

    /// In the order of creation; a deleted message leaves its place empty, so that places stay valid.
    private var messages: [Message?] = []
    private var places: [String: Int] = [:]
    private var placesByTo: [String: [Int]] = [:]
    private var placesByFrom: [String: [Int]] = [:]

    subscript(sid: String) -> Message? {
        places[sid].flatMap { messages[$0] }
    }

    mutating func insert(_ message: Message) {
        let place = messages.count
        messages.append(message)
        places[message.sid] = place
        placesByTo[message.to, default: []].append(place)
        if let from = message.from { placesByFrom[from, default: []].append(place) }
    }

    mutating func update(_ sid: String, _ change: (inout Message) -> Void) -> Message? {
        guard let place = places[sid], messages[place] != nil else { return nil }
        let from = messages[place]!.from
        change(&messages[place]!)
        if from == nil, let from = messages[place]!.from {
            // A Messaging Service chose the sender: late, so its place belongs somewhere before the end.
            let index = placesByFrom[from, default: []].lastIndex { $0 < place }.map { $0 + 1 } ?? 0
            placesByFrom[from, default: []].insert(place, at: index)
        }
        return messages[place]
    }

    mutating func remove(_ sid: String) -> Bool {
        guard let place = places.removeValue(forKey: sid) else { return false }
        messages[place] = nil
        return true
    }

    /// One page, the newest first.
    /// - Parameter place: where the page before ended; what is there may have been deleted since.
    /// - Returns: `next`, where this page ended, if another one follows.
    func page(
        _ filter: Filter, after place: Int?, skipping: Int, size: Int, at now: Date
    ) -> (messages: [Message], next: Int?) {
        var found: [Message] = []
        var skipped = 0
        var last: Int?
        for candidate in candidates(filter, before: place ?? messages.count) {
            guard let message = messages[candidate], matches(message, filter, now) else { continue }
            if skipped < skipping {
                skipped += 1
                continue
            }
            if found.count == size { return (found, last) }
            found.append(message)
            last = candidate
        }
        return (found, nil)
    }

    private func candidates(_ filter: Filter, before limit: Int) -> some Sequence<Int> {
        let byTo = filter.to.map { placesByTo[$0] ?? [] }
        let byFrom = filter.from.map { placesByFrom[$0] ?? [] }
        // The shorter index leaves fewer to look at.
        let indexed = [byTo, byFrom].compactMap { $0 }.min { $0.count < $1.count }
        guard let indexed else { return AnySequence((0..<limit).reversed()) }
        let end = indexed.partitioningIndex { $0 >= limit }
        return AnySequence(indexed[..<end].reversed())
    }

    private func matches(_ message: Message, _ filter: Filter, _ now: Date) -> Bool {
        message.listed <= now
            && (filter.to.map { $0 == message.to } ?? true)
            && (filter.from.map { $0 == message.from } ?? true)
            && filter.sent.contains(message.sent ?? message.created)
    }
}

extension [Int] {
    /// The first place for which `belongs` holds, in an array where it holds from some place on.
    fileprivate func partitioningIndex(where belongs: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongs(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
