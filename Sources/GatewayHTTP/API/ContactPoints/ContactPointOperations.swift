import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/contact-points`.
struct ContactPointOperations {
    let contactPoints: ContactPoints

    var all: [Operation] { [list, create, show, change, remove] }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/contact-points", summary: "List contact points", tag: "Contact points",
            level: .agent,
            answer: .init(status: 200, schema: ListView<ContactPointView>.schema(of: ContactPointView.schema)),
            work: .read { _, transaction in
                try .json(ListView(all: try transaction.contactPoints().map(ContactPointView.init)))
            })
    }

    private var create: Operation {
        Operation(
            method: .post, path: "/v1/contact-points", summary: "Make a contact point", tag: "Contact points",
            level: .administrator, request: NewContactPoint.schema,
            answer: .init(status: 201, schema: ContactPointView.schema),
            work: .write { call, transaction in
                let contactPoint = try call.decode(NewContactPoint.self).contactPoint()
                try contactPoints.create(contactPoint, by: call.principal.name, in: transaction)
                return try .json(ContactPointView(contactPoint), status: 201)
            })
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/contact-points/{id}", summary: "Show a contact point", tag: "Contact points",
            level: .agent, answer: .init(status: 200, schema: ContactPointView.schema), isTagged: true,
            work: .show(Self.document))
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/contact-points/{id}", summary: "Change a contact point; what is not given stays",
            tag: "Contact points", level: .administrator, request: ContactPointChange.schema,
            answer: .init(status: 200, schema: ContactPointView.schema), isTagged: true,
            work: .change(of: Self.document) { call, transaction in
                let change = try call.decode(ContactPointChange.self)
                _ = try contactPoints.update(
                    call.contactPoint(), by: call.principal.name, in: transaction, change.apply)
            })
    }

    private var remove: Operation {
        Operation(
            method: .delete, path: "/v1/contact-points/{id}",
            summary: "Take a contact point out of use: archived if it has a history, erased if not",
            tag: "Contact points", level: .administrator, answer: .init(status: 204, schema: nil), refusals: [409],
            work: .write { call, transaction in
                try contactPoints.remove(call.contactPoint(), by: call.principal.name, in: transaction)
                return .nothing
            })
    }

    @Sendable private static func document(
        _ call: Operation.Call, _ transaction: any StoreTransaction
    ) throws -> Operation.Reply {
        guard let contactPoint = try transaction.contactPoint(call.contactPoint()) else {
            throw Refusal.notFound("contact point")
        }
        return try .json(ContactPointView(contactPoint))
    }
}
