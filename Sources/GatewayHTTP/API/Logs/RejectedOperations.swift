import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/quarantine` and `/v1/unrouted`: what platforms sent and the gateway could not take.
struct RejectedOperations {
    let inbound: InboundFlow
    let quarantine: Quarantine
    let store: any Store
    let clock: any WallClock

    var all: [Operation] { [quarantined, look, replay, unrouted] }

    private var quarantined: Operation {
        Operation(
            method: .get, path: "/v1/quarantine", summary: "List rejected webhook requests, newest first",
            tag: "Webhooks", level: .administrator, query: [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<QuarantinedView>.schema(of: QuarantinedView.schema)),
            work: .read { call, transaction in
                let page = try call.page(of: QuarantinedRequest.self)
                let found = try transaction.quarantinedRequests(page)
                return try .json(ListView(found.map(QuarantinedView.init), limit: page.limit, cursor: \.id))
            })
    }

    private var look: Operation {
        Operation(
            method: .get, path: "/v1/quarantine/{id}", summary: "Look at a rejected request as it came",
            tag: "Webhooks", level: .administrator, answer: .init(status: 200, schema: RejectedRequestView.schema),
            work: .steps { call in
                let id: ID<QuarantinedRequest> = try call.id("quarantined request")
                let request = try await quarantine.request(id).request
                try await audit("look", id, call)
                return try .json(RejectedRequestView(request))
            })
    }

    private var replay: Operation {
        Operation(
            method: .post, path: "/v1/quarantine/{id}/replay",
            summary: "Verify a rejected request once more and take it in, after the secret was mended",
            tag: "Webhooks", level: .administrator, answer: .init(status: 200, schema: ReplayView.schema),
            refusals: [409],
            work: .steps { call in
                let id: ID<QuarantinedRequest> = try call.id("quarantined request")
                let events = try await inbound.replay(id)
                try await audit("replay", id, call)
                return try .json(ReplayView(events: events))
            })
    }

    /// What customers wrote is in there: whoever opens it is named.
    private func audit(_ action: String, _ id: ID<QuarantinedRequest>, _ call: Operation.Call) async throws {
        let entry = AuditEntry(
            at: clock.now, actor: call.principal.name, action: "quarantine.\(action)", subject: "quarantine/\(id)")
        try await store.write { try $0.append(entry) }
    }

    private var unrouted: Operation {
        Operation(
            method: .get, path: "/v1/unrouted", summary: "List messages to addresses nobody has registered",
            tag: "Webhooks", level: .administrator, query: [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<UnroutedView>.schema(of: UnroutedView.schema)),
            work: .read { call, transaction in
                let page = try call.page(of: UnroutedEvent.self)
                let found = try transaction.unroutedEvents(page)
                return try .json(ListView(found.map(UnroutedView.init), limit: page.limit, cursor: \.id))
            })
    }
}
