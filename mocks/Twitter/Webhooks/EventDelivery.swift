internal import Foundation
public import MockPlatform
private import Synchronization

extension MockX {
    /// Tells whoever is subscribed of an event, unless it is held back for a batch.
    /// - Returns: the first attempts; what failed is tried again in the background.
    @discardableResult
    func publish(_ event: AccountEvent) async -> [Delivery] {
        await send(
            state.withLock { state in
                guard state.collected != nil else { return state.posts(of: [event]) }
                state.collected?.append(event)
                return []
            })
    }

    /// An event of a kind that the mock makes none of by itself, as `favorite_events`.
    /// - Parameter account: whose subscribers are told.
    @discardableResult
    public func publish(_ member: String, _ event: JSON, of account: String) async -> [Delivery] {
        guard let account = self.account(account) else { return [] }
        return await publish(
            AccountEvent(
                member: member, json: event, parties: [], audience: [account.id], what: member, at: clock.now))
    }

    func send(_ posts: [EventPost]) async -> [Delivery] {
        var deliveries: [Delivery] = []
        for post in posts {
            if let delivery = await deliver(post, playing: courier.fault(on: .event, about: post.names)) {
                deliveries.append(delivery)
                if !delivery.isSettled { tasks.start { [self] in await retry(post) } }
            }
        }
        return deliveries
    }

    /// Three times, at growing intervals; then only a replay brings it back.
    private func retry(_ post: EventPost) async {
        for pause in state.withLock({ $0.configuration.webhooks.retries }) {
            // Cancelled with the mock.
            guard (try? await clock.sleep(for: pause)) != nil, !Task.isCancelled else { return }
            guard let delivery = await deliver(post, playing: nil) else { return }
            if delivery.isSettled { return }
        }
        log(0, post.webhook, "An event of \(post.account) (\(post.what)) was dropped after failures")
    }

    /// - Returns: `nil` where the webhook is gone, or not valid.
    func deliver(_ post: EventPost, playing fault: Fault?) async -> Delivery? {
        let target = state.withLock { state -> (String, String)? in
            guard let webhook = state.webhooks.first(where: { $0.id == post.webhook }), webhook.isValid,
                let app = state.apps[webhook.app]
            else { return nil }
            return (webhook.url, app.consumerSecret)
        }
        guard let (url, secret) = target else { return nil }
        return await courier.deliver(post.request(to: url, secret: secret, limits: webhookLimits), playing: fault)
    }
}

extension Delivery {
    /// Nothing more is to be done: only 200 is an answer, and what a fault drops is gone.
    fileprivate var isSettled: Bool {
        switch outcome {
        case .answered(status: 200), .dropped, .notLoopback: true
        case .answered, .notConnected, .noAnswer: false
        }
    }
}
