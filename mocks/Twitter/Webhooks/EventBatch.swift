public import MockPlatform
private import Synchronization

extension MockX {
    /// Holds all events back, so that they can go out together.
    public func holdEvents() {
        state.withLock { $0.collected = $0.collected ?? [] }
    }

    /// Sends what was held back: what follows each other and is of the same kind in one request for each subscription.
    /// - Parameters:
    ///   - reversed: the last event first.
    ///   - copies: how often each event stands in its request.
    /// - Returns: the first attempt at each request.
    @discardableResult
    public func releaseEvents(reversed: Bool = false, copies: Int = 1) async -> [Delivery] {
        let posts = state.withLock { state -> [EventPost] in
            let held = state.collected ?? []
            state.collected = nil
            var rest = (reversed ? held.reversed() : held)[...]
            var posts: [EventPost] = []
            while let first = rest.first {
                let together = rest.prefix { $0.member == first.member }
                rest = rest.dropFirst(together.count)
                posts += state.posts(of: together.flatMap { [AccountEvent](repeating: $0, count: max(1, copies)) })
            }
            return posts
        }
        return await send(posts)
    }
}
