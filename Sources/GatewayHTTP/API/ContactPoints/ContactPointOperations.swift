import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/contact-points`.
struct ContactPointOperations {
    let contactPoints: ContactPoints

    var all: [Operation] { [list, create, show, change, remove, roles, setRoles] }

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
            level: .agent, answer: .init(status: 200, schema: ContactPointView.schema),
            work: .read { call, transaction in
                guard let contactPoint = try transaction.contactPoint(call.contactPoint()) else {
                    throw Refusal.notFound("contact point")
                }
                return try .json(ContactPointView(contactPoint))
            })
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/contact-points/{id}", summary: "Change a contact point; what is not given stays",
            tag: "Contact points", level: .administrator, request: ContactPointChange.schema,
            answer: .init(status: 200, schema: ContactPointView.schema),
            work: .write { call, transaction in
                let change = try call.decode(ContactPointChange.self)
                let contactPoint = try contactPoints.update(
                    call.contactPoint(), by: call.principal.name, in: transaction, change.apply)
                return try .json(ContactPointView(contactPoint))
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

    private var roles: Operation {
        Operation(
            method: .get, path: "/v1/contact-points/{id}/outbound-roles",
            summary: "Which roles may start conversations and send notifications", tag: "Contact points",
            level: .agent, answer: .init(status: 200, schema: OutboundRolesView.schema),
            work: .read { call, transaction in
                let id = try call.contactPoint()
                guard try transaction.contactPoint(id) != nil else { throw Refusal.notFound("contact point") }
                return try .json(OutboundRolesView(of: id, in: transaction))
            })
    }

    private var setRoles: Operation {
        Operation(
            method: .put, path: "/v1/contact-points/{id}/outbound-roles",
            summary: "Replace both role lists; an empty list means nobody", tag: "Contact points",
            level: .administrator, request: OutboundRolesView.schema,
            answer: .init(status: 200, schema: OutboundRolesView.schema),
            work: .write { call, transaction in
                let id = try call.contactPoint()
                let given = try call.decode(OutboundRolesView.self)
                for (right, names) in [
                    (OutboundRight.startConversation, given.startConversation),
                    (.sendNotification, given.sendNotification),
                ] {
                    try contactPoints.setOutboundRoles(
                        RoleNames.read(names, field: right.rawValue), right, of: id, by: call.principal.name,
                        in: transaction)
                }
                return try .json(OutboundRolesView(of: id, in: transaction))
            })
    }
}
