import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/contact-points/{id}/conversation-roles` and `…/outbound-roles`: who may do what at a contact point.
struct ContactPointRoleOperations {
    let contactPoints: ContactPoints

    var all: [Operation] {
        roles(
            "conversation-roles", "Which roles may read conversations and answer them", ConversationRolesView.schema,
            ConversationRolesView.init
        ) { (lists: ConversationRolesView) in [(.read, lists.read), (.answer, lists.answer)] }
            + roles(
                "outbound-roles", "Which roles may start conversations and send notifications",
                OutboundRolesView.schema, OutboundRolesView.init
            ) { (lists: OutboundRolesView) in
                [(.startConversation, lists.startConversation), (.sendNotification, lists.sendNotification)]
            }
    }

    private func roles<Lists: Encodable & RequestBody & SendableMetatype>(
        _ name: String, _ summary: String, _ schema: Schema,
        _ view: @escaping @Sendable (ContactPointID, any StoreTransaction) throws -> Lists,
        _ lists: @escaping @Sendable (Lists) -> [(ContactPointRight, [String])]
    ) -> [Operation] {
        let path = "/v1/contact-points/{id}/\(name)"
        let document: Operation.Work.Document = { call, transaction in
            let id = try call.contactPoint()
            guard try transaction.contactPoint(id) != nil else { throw Refusal.notFound("contact point") }
            return try .json(view(id, transaction))
        }
        return [
            Operation(
                method: .get, path: path, summary: summary, tag: "Contact points", level: .agent,
                answer: .init(status: 200, schema: schema), isTagged: true, work: .show(document)),
            Operation(
                method: .put, path: path, summary: "Replace both role lists; an empty list means nobody",
                tag: "Contact points", level: .administrator, request: schema,
                answer: .init(status: 200, schema: schema), isTagged: true,
                work: .change(of: document) { call, transaction in
                    let id = try call.contactPoint()
                    for (right, names) in lists(try call.decode(Lists.self)) {
                        try contactPoints.setRoles(
                            RoleNames.read(names, field: right.rawValue), right, of: id, by: call.principal.name,
                            in: transaction)
                    }
                }),
        ]
    }
}
