public import MockPlatform
private import Synchronization

extension MockMeta {
    /// Holds all events back, so that they can go out together.
    public func holdEvents() {
        state.withLock { $0.collected = $0.collected ?? [] }
    }

    /// Sends what was held back, as batches.
    /// - Parameters:
    ///   - reversed: the last event first.
    ///   - copies: how often each event stands in the batch.
    ///   - eventsPerEntry: how many events of one page may share an entry. The documentation knows one only.
    ///   - postSize: how many events go into one request; Meta's limit is a thousand.
    /// - Returns: the first attempt at each request.
    @discardableResult
    public func releaseEvents(
        reversed: Bool = false, copies: Int = 1, eventsPerEntry: Int = 1, postSize: Int = 1000
    ) async -> [Delivery] {
        let held = state.withLock { state in
            defer { state.collected = nil }
            return state.collected ?? []
        }
        let ordered = reversed ? held.reversed() : held
        let events = ordered.flatMap { [AddressedEvent](repeating: $0, count: max(1, copies)) }
        return await send(events, eventsPerEntry: max(1, eventsPerEntry), postSize: min(max(1, postSize), 1000))
    }

    /// Something that happened on the page and is no message, in the shape of the Graph API's other webhooks, whose
    /// times are in seconds.
    @discardableResult
    public func publishChange(_ field: String, _ value: JSON, of page: String) async -> [Delivery] {
        let event = MessengerEvent(page: page, psid: nil, field: field, at: clock.now, content: [])
        let addressed = state.withLock { $0.addressed(event, at: clock.now) }
        return await send(
            addressed.map {
                AddressedEvent(
                    app: $0.app, page: page, psid: nil, field: field, channel: WebhookPost.changes,
                    json: ["field": .string(field), "value": value])
            }, eventsPerEntry: 1, postSize: 1)
    }
}
