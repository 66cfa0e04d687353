public import GatewayModel

/// Roles: made, renamed and disabled by administrators. They are never erased, for logs and lists name them.
public struct Roles: Sendable {
    private let surroundings: Surroundings

    public init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    public func create(
        id: RoleID?, label: String, by actor: String, in transaction: any StoreTransaction
    ) throws -> Role {
        guard let id = id ?? RoleID(label: label) else {
            throw Refusal.invalid("label", "it has no letter to make an id from; give an id.")
        }
        guard try transaction.role(id) == nil else {
            throw Refusal(.conflict, "already-exists", "There is a role \"\(id)\" already.")
        }
        let role = Role(id: id, label: label)
        try transaction.insert(role)
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "role.create", subject: "role/\(id)", after: label))
        return role
    }

    public func update(
        _ id: RoleID, label: String?, isDisabled: Bool?, by actor: String, in transaction: any StoreTransaction
    ) throws -> Role {
        guard let before = try transaction.role(id) else { throw Refusal.notFound("role") }
        var role = before
        if let label { role.label = label }
        if let isDisabled { role.isDisabled = isDisabled }
        if id == .everyone && role.isDisabled {
            throw Refusal.invalid("disabled", "the role \"everyone\" cannot be disabled.")
        }
        try transaction.update(role)
        if role.isDisabled != before.isDisabled { try AvailabilityRules(surroundings).changed(in: transaction) }
        try transaction.append(
            AuditEntry(
                at: surroundings.clock.now, actor: actor, action: "role.update", subject: "role/\(id)",
                before: describe(before), after: describe(role)))
        return role
    }

    private func describe(_ role: Role) -> String {
        role.isDisabled ? "\(role.label) (disabled)" : role.label
    }
}
