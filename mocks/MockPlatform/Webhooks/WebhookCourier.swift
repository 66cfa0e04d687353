private import HTTPTypes
private import Synchronization

/// Delivers webhooks, plays the planned faults on them and records each attempt.
public final class WebhookCourier: Sendable {
    private let client: LoopbackClient
    private let recorder: Recorder
    private let faults: FaultPlan
    private let clock: MockClock
    private let held = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    public init(client: LoopbackClient, recorder: Recorder, faults: FaultPlan, clock: MockClock) {
        self.client = client
        self.recorder = recorder
        self.faults = faults
        self.clock = clock
    }

    /// The fault to play on a webhook, which is used up by asking.
    public func fault(on operation: Operation, about subjects: [String]) -> Fault? {
        faults.take(operation, about: subjects)
    }

    /// Delivers once, unless the fault says otherwise.
    public func deliver(_ webhook: Webhook, playing fault: Fault? = nil) async -> Delivery {
        switch fault {
        case .drop:
            return record(webhook, .dropped, fault)
        case .duplicate:
            // Both at once: the race is what a receiver must survive.
            async let twin = attempt(webhook, headers: webhook.headers, fault)
            let first = await attempt(webhook, headers: webhook.headers, nil)
            _ = await twin
            return first
        case .delay(let duration):
            try? await clock.sleep(for: duration)
        case .reorder:
            await hold(webhook.subject)
        default:
            break
        }
        let headers = fault == .wrongSignature ? webhook.forgedHeaders : webhook.headers
        let delivery = await attempt(webhook, headers: headers, fault)
        if fault != .reorder { release(webhook.subject) }
        return delivery
    }

    /// Lets go what `reorder` holds back for this subject.
    public func release(_ subject: String) {
        let waiting = held.withLock { $0.removeValue(forKey: subject) } ?? []
        for continuation in waiting { continuation.resume() }
    }

    /// Lets go everything that `reorder` holds back.
    public func releaseAll() {
        for subject in held.withLock({ Array($0.keys) }) { release(subject) }
    }

    private func hold(_ subject: String) async {
        await withCheckedContinuation { continuation in
            held.withLock { $0[subject, default: []].append(continuation) }
            recorder.held.append(subject)
        }
    }

    private func attempt(_ webhook: Webhook, headers: HTTPFields, _ fault: Fault?) async -> Delivery {
        do throws(LoopbackClient.Failure) {
            let response = try await client.send(
                webhook.method, to: webhook.url, headers: headers, body: webhook.body, limits: webhook.limits)
            return record(webhook, .answered(status: response.status.code), fault, response)
        } catch {
            switch error {
            case .notLoopback: return record(webhook, .notLoopback, fault)
            case .notConnected(let reason): return record(webhook, .notConnected(reason), fault)
            case .noAnswer(let reason): return record(webhook, .noAnswer(reason), fault)
            }
        }
    }

    private func record(
        _ webhook: Webhook, _ outcome: Delivery.Outcome, _ fault: Fault?, _ response: MockResponse? = nil
    ) -> Delivery {
        let delivery = Delivery(
            at: clock.now, operation: webhook.operation, subject: webhook.subject, url: webhook.url,
            fields: webhook.fields, outcome: outcome, responseBody: response?.body ?? [],
            responseType: response?.headers[.contentType], fault: fault)
        recorder.deliveries.append(delivery)
        return delivery
    }
}
