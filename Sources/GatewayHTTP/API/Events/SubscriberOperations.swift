import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/subscribers`.
struct SubscriberOperations {
    let subscribers: Subscribers
    let deliverer: Deliverer
    let store: any Store
    let clock: any WallClock

    var all: [Operation] { [list, create, show, change, remove, rotate, replay, resend, test, history] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/subscribers", summary: "List who is called with events", tag: "Events",
            level: .administrator,
            answer: .init(status: 200, schema: ListView<SubscriberView>.schema(of: SubscriberView.schema)),
            work: .read { _, transaction in
                try .json(ListView(all: try transaction.subscribers().map { SubscriberView($0) }))
            })
    }

    private var create: Operation {
        Operation(
            method: .post, path: "/v1/subscribers",
            summary: "Have events delivered from now on; the secret they are signed with is shown this once",
            tag: "Events", level: .administrator, request: NewSubscriber.schema,
            answer: .init(status: 201, schema: SubscriberView.schema),
            work: .write { call, transaction in
                let given = try call.decode(NewSubscriber.self)
                let made = try subscribers.create(
                    given.choices(), by: call.principal.name, in: transaction)
                return try Self.reply(made, status: 201)
            })
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/subscribers/{id}", summary: "Show a subscriber", tag: "Events",
            level: .administrator, answer: .init(status: 200, schema: SubscriberView.schema),
            work: .read { call, transaction in
                guard let subscriber = try transaction.subscriber(call.id("subscriber")) else {
                    throw Refusal.notFound("subscriber")
                }
                return try .json(SubscriberView(subscriber))
            })
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/subscribers/{id}",
            summary: "Change, pause or enable a subscriber; what is not given stays", tag: "Events",
            level: .administrator, request: SubscriberChange.schema,
            answer: .init(status: 200, schema: SubscriberView.schema),
            work: .write { call, transaction in
                let subscriber = try subscribers.update(
                    call.id("subscriber"), try call.decode(SubscriberChange.self).choices(),
                    by: call.principal.name, in: transaction)
                return try .json(SubscriberView(subscriber))
            }, afterwards: deliverer.changed)
    }

    private var remove: Operation {
        Operation(
            method: .delete, path: "/v1/subscribers/{id}", summary: "Remove a subscriber with its history",
            tag: "Events", level: .administrator, answer: .init(status: 204, schema: nil),
            work: .write { call, transaction in
                try subscribers.delete(call.id("subscriber"), by: call.principal.name, in: transaction)
                return .nothing
            })
    }

    private var rotate: Operation {
        Operation(
            method: .post, path: "/v1/subscribers/{id}/secret",
            summary: "Replace the secret; the old one signs as well for 24 hours", tag: "Events",
            level: .administrator, answer: .init(status: 200, schema: SubscriberView.schema),
            work: .write { call, transaction in
                try Self.reply(
                    subscribers.rotateSecret(
                        of: call.id("subscriber"), by: call.principal.name, in: transaction), status: 200)
            })
    }

    private var replay: Operation {
        Operation(
            method: .post, path: "/v1/subscribers/{id}/replay",
            summary: "Deliver everything after a position, or since a time, once more", tag: "Events",
            level: .administrator, request: ReplayRequest.schema,
            answer: .init(status: 200, schema: SubscriberView.schema), refusals: [410],
            work: .write { call, transaction in
                let given = try call.decode(ReplayRequest.self)
                let id: ID<Subscriber> = try call.id("subscriber")
                switch (given.after, given.since) {
                case (let after?, nil):
                    return try .json(
                        SubscriberView(
                            subscribers.replay(id, after: after, by: call.principal.name, in: transaction)))
                case (nil, let since?):
                    guard let moment = TimeText.read(since) else {
                        throw Refusal.invalid("since", "it must be a time as in RFC 3339.")
                    }
                    return try .json(
                        SubscriberView(
                            subscribers.replay(id, since: moment, by: call.principal.name, in: transaction)))
                default: throw Refusal.invalid("after", "give either after or since.")
                }
            }, afterwards: deliverer.changed)
    }

    private var resend: Operation {
        Operation(
            method: .post, path: "/v1/subscribers/{id}/resend",
            summary: "Deliver one event now, outside the order, and say what came of it", tag: "Events",
            level: .administrator, request: ResendRequest.schema,
            answer: .init(status: 200, schema: DeliveryView.schema),
            work: .steps { call in
                guard let event = ID<LoggedEvent>(try call.decode(ResendRequest.self).event), event.rawValue > 0 else {
                    throw Refusal.invalid("event", "it must be the id of an event.")
                }
                let id: ID<Subscriber> = try call.id("subscriber")
                let delivery = try await deliverer.resend(event.rawValue, to: id)
                try await audit("resend", id, call, event.description)
                return try .json(DeliveryView(delivery))
            })
    }

    private var test: Operation {
        Operation(
            method: .post, path: "/v1/subscribers/{id}/test",
            summary: "Deliver a test event now, and say what came of it", tag: "Events", level: .administrator,
            answer: .init(status: 200, schema: DeliveryView.schema),
            work: .steps { call in
                let id: ID<Subscriber> = try call.id("subscriber")
                let delivery = try await deliverer.test(id)
                try await audit("test", id, call, nil)
                return try .json(DeliveryView(delivery))
            })
    }

    private var history: Operation {
        Operation(
            method: .get, path: "/v1/subscribers/{id}/deliveries",
            summary: "List what came of deliveries, newest first",
            tag: "Events", level: .administrator,
            query: [
                .init(
                    name: "outcome", description: "Only these.",
                    schema: .string(choices: Delivery.Outcome.allCases.map(\.rawValue))), .cursor, .limit,
            ], answer: .init(status: 200, schema: ListView<DeliveryView>.schema(of: DeliveryView.schema)),
            work: .read { call, transaction in
                let id: ID<Subscriber> = try call.id("subscriber")
                guard try transaction.subscriber(id) != nil else { throw Refusal.notFound("subscriber") }
                let outcome = try call.query["outcome"].map { text in
                    guard let outcome = Delivery.Outcome(rawValue: text) else {
                        throw Refusal.invalid("outcome", "it must be delivered or failed.")
                    }
                    return outcome
                }
                let page = try call.page(of: Delivery.self)
                let found = try transaction.deliveries(of: id, outcome, page)
                return try .json(ListView(found.map(DeliveryView.init), limit: page.limit, cursor: \.id))
            })
    }

    private func audit(
        _ action: String, _ id: ID<Subscriber>, _ call: Operation.Call, _ after: String?
    ) async throws {
        let entry = AuditEntry(
            at: clock.now, actor: call.principal.name, action: "subscriber.\(action)", subject: "subscriber/\(id)",
            after: after)
        try await store.write { try $0.append(entry) }
    }

    /// What is kept for a repetition has no secret: it is shown once.
    private static func reply(
        _ made: (subscriber: Subscriber, secret: String), status: Int
    ) throws -> Operation.Reply {
        var reply = try Operation.Reply.json(
            SubscriberView(made.subscriber, secret: made.secret), status: status)
        reply.kept = try Operation.Reply.json(SubscriberView(made.subscriber)).body
        return reply
    }
}
