import ConnectorKit
import GatewayModel
import HTTPTypes

/// Calls a subscriber once, signed by Standard Webhooks, and writes down what came of it.
struct Postman: Sendable {
    static let timeout = Duration.seconds(15)
    private static let mostReplyBytes = 64 << 10

    let surroundings: Surroundings
    let store: any Store
    let transport: any HTTPTransport

    /// Nothing is written where the call was canceled: it is made again, with the same id.
    func deliver(_ parcel: Parcel) async throws -> Delivery? {
        try await Holding.current?.beCertain()
        let startedAt = surroundings.clock.now
        let began = ContinuousClock.now
        let result: Result<HTTPReply, TransportFailure>
        do throws(TransportFailure) {
            result = .success(try await transport.exchange(call(parcel, at: startedAt)))
        } catch {
            if error.kind == .canceled { return nil }
            result = .failure(error)
        }
        let delivery = self.delivery(result, of: parcel, at: startedAt, took: ContinuousClock.now - began)
        let reply = try? result.get()
        let chance = Double.random(in: 0...1)
        try await store.write { transaction in
            // Removed while the call was under way.
            guard try transaction.subscriber(parcel.subscriber.id) != nil else { return }
            try transaction.insert(delivery)
            guard let waiting = parcel.waiting else { return }
            if delivery.outcome == .delivered {
                try transaction.finish(waiting)
            } else {
                try fail(waiting, delivery, reply, chance: chance, in: transaction)
            }
        }
        return delivery
    }

    private func call(_ parcel: Parcel, at now: Timestamp) -> HTTPCall {
        let id = ID<LoggedEvent>(rawValue: parcel.position).description
        let seconds = now.milliseconds / 1000
        var headers: HTTPFields = [.contentType: "application/json", .userAgent: "Gatehouse"]
        headers[.init("webhook-id")!] = id
        headers[.init("webhook-timestamp")!] = String(seconds)
        headers[.init("webhook-signature")!] = parcel.secret.signature(
            of: parcel.body, id: id, timestamp: seconds, at: now)
        return HTTPCall(
            method: .post, url: parcel.subscriber.url, headers: headers, body: parcel.body, timeout: Self.timeout,
            maximumReplyBytes: Self.mostReplyBytes)
    }

    private func delivery(
        _ result: Result<HTTPReply, TransportFailure>, of parcel: Parcel, at moment: Timestamp, took: Duration
    ) -> Delivery {
        let status = (try? result.get())?.status
        let error: String? =
            switch result {
            case .success(let reply) where (200..<300).contains(reply.status): nil
            case .success(let reply) where (300..<400).contains(reply.status): "Redirects are not followed."
            case .success(let reply): "It answered with status \(reply.status)."
            case .failure(let failure): failure.explanation
            }
        return Delivery(
            id: surroundings.ids.next(), subscriber: parcel.subscriber.id, position: parcel.position, at: moment,
            duration: took, outcome: error == nil ? .delivered : .failed, status: status, error: error)
    }

    private func fail(
        _ waiting: WaitingDelivery, _ delivery: Delivery, _ reply: HTTPReply?, chance: Double,
        in transaction: any StoreTransaction
    ) throws {
        let now = surroundings.clock.now
        var waiting = waiting
        waiting.tries += 1
        let since = waiting.failingSince ?? now
        waiting.failingSince = since
        waiting.dueAt =
            now
            + DeliverySchedule.wait(
                afterTries: waiting.tries, retryAfter: reply?.headers[.retryAfter], chance: chance)
        try transaction.update(waiting)
        if reply?.status == 410 {
            try disable(waiting.subscriber, "It answered that it is gone (410).", in: transaction)
        } else if now - since >= DeliverySchedule.patience {
            let days = DeliverySchedule.patience.components.seconds / 86_400
            try disable(
                waiting.subscriber, "A delivery has failed for \(days) days. \(delivery.error ?? "")", in: transaction)
        }
    }

    private func disable(_ id: ID<Subscriber>, _ reason: String, in transaction: any StoreTransaction) throws {
        guard var subscriber = try transaction.subscriber(id), subscriber.state == .active else { return }
        subscriber.state = .disabled
        subscriber.stateReason = reason
        try transaction.update(subscriber)
        try transaction.append(
            Event(.subscriberDisabled, at: surroundings.clock.now, value: id.description))
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: "gateway", action: "subscriber.disable",
                subject: "subscriber/\(id)", after: reason))
    }
}
