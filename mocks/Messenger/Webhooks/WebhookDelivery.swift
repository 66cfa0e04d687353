internal import Foundation
public import MockPlatform
private import Synchronization

/// Since when the webhooks of a page fail at an app.
struct WebhookFailures: Sendable {
    let since: Date
    var isTold = false
}

extension MockMeta {
    /// Tells everybody who follows it of an event, unless it is held back for a batch.
    /// - Returns: the first attempt at each app; what failed is tried again in the background.
    @discardableResult
    public func publish(_ event: MessengerEvent) async -> [Delivery] {
        let events = state.withLock { state -> [AddressedEvent] in
            let events = state.addressed(event, at: clock.now)
            guard state.collected != nil else { return events }
            state.collected?.append(contentsOf: events)
            return []
        }
        return await send(events, eventsPerEntry: 1, postSize: 1)
    }

    /// Sends events, those of an app together.
    func send(_ events: [AddressedEvent], eventsPerEntry: Int, postSize: Int) async -> [Delivery] {
        var deliveries: [Delivery] = []
        for app in Set(events.map(\.app)).sorted() {
            var rest = events.filter { $0.app == app }[...]
            while !rest.isEmpty {
                let post = WebhookPost(
                    app: app, events: Array(rest.prefix(postSize)), eventsPerEntry: eventsPerEntry)
                rest = rest.dropFirst(postSize)
                if let delivery = await send(post) { deliveries.append(delivery) }
            }
        }
        return deliveries
    }

    var webhookLimits: LoopbackClient.TimeLimits {
        LoopbackClient.TimeLimits(exchange: state.withLock { $0.configuration.retries.patience })
    }

    private func send(_ post: WebhookPost) async -> Delivery? {
        guard let webhook = webhook(post) else { return nil }
        let start = clock.now
        let delivery = await courier.deliver(webhook, playing: courier.fault(on: .event, about: post.about))
        if !settle(post, delivery) { tasks.start { [self] in await retry(post, since: start) } }
        return delivery
    }

    /// At once, then at longer and longer intervals, until it is taken, given up, or nobody follows the page any more.
    private func retry(_ post: WebhookPost, since start: Date) async {
        let rules = state.withLock { $0.configuration.retries }
        var pause = Duration.zero
        while clock.now.timeIntervalSince(start) < rules.giveUp.seconds {
            // Cancelled with the mock.
            guard (try? await clock.sleep(for: pause)) != nil, !Task.isCancelled else { return }
            let left = state.withLock { state in
                post.events.filter { state.follows($0.field, of: $0.page, app: $0.app) }
            }
            let again = WebhookPost(app: post.app, events: left, eventsPerEntry: post.eventsPerEntry)
            guard let webhook = webhook(again) else { return }
            if settle(again, await courier.deliver(webhook)) { return }
            pause = pause == .zero ? rules.second : min(pause * 2, rules.longest)
        }
        log(0, post.app, "Webhook dropped after \(Int(rules.giveUp.seconds / 3600)) hours of failures")
    }

    private func webhook(_ post: WebhookPost) -> Webhook? {
        let target = state.withLock { state -> (String, String)? in
            guard let record = state.apps[post.app], let subscription = record.subscription else { return nil }
            return (subscription.callbackURL, record.app.secret)
        }
        guard let (url, secret) = target, !post.events.isEmpty else { return nil }
        return post.webhook(to: url, secret: secret, at: clock.now, limits: webhookLimits)
    }

    /// Keeps count of failures, which end the subscription of a page when they last too long.
    /// - Returns: whether nothing more is to be done: only 200 is an answer, and what a fault drops is gone.
    private func settle(_ post: WebhookPost, _ delivery: Delivery) -> Bool {
        let now = clock.now
        let pages = Set(post.events.map(\.page))
        switch delivery.outcome {
        case .answered(status: 200):
            state.withLock { state in for page in pages { state.failing["\(post.app) \(page)"] = nil } }
            return true
        case .dropped: return true
        case .answered, .notConnected, .noAnswer, .notLoopback: break
        }
        for page in pages.sorted() {
            let news = state.withLock { $0.noteFailure(of: page, app: post.app, at: now) }
            if let news { log(0, page, news) }
        }
        return delivery.outcome == .notLoopback
    }
}

extension MetaState {
    /// - Returns: what the developers are told.
    fileprivate mutating func noteFailure(of page: String, app: String, at now: Date) -> String? {
        let key = "\(app) \(page)"
        guard let failures = failing[key] else {
            failing[key] = WebhookFailures(since: now)
            return nil
        }
        let lasting = now.timeIntervalSince(failures.since)
        if lasting >= configuration.retries.disable.seconds {
            failing[key] = nil
            pages[page]?.subscriptions[app] = nil
            return "Webhooks Disabled: app \(app) was unsubscribed from the page after an hour of failures"
        }
        guard !failures.isTold, lasting >= configuration.retries.alert.seconds else { return nil }
        failing[key]?.isTold = true
        return "Webhooks of app \(app) have been failing for 15 minutes"
    }
}
