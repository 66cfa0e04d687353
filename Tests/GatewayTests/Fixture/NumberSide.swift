import Gateway
import GatewayModel

/// Numbers of ours, and how they send.
extension TestGateway {
    static let tollFree = "+18005550100"

    @discardableResult
    func connect(
        _ address: String, at contactPoint: ContactPointID = sales, sending: Sending? = nil,
        optOutReplies: OptOutReplies? = nil
    ) async throws -> Connection {
        try await store.write { [parts, setup] in
            try parts.connections.create(
                at: contactPoint, app: setup.app.id, address: address,
                Connections.Choices(sending: sending, optOutReplies: optOutReplies), by: "test", in: $0)
        }
    }

    /// A number that only receives; the contact point's first sends in its place.
    @discardableResult
    func connectTollFree(optOutReplies: OptOutReplies? = nil) async throws -> Connection {
        try await connect(
            Self.tollFree, sending: .incomingOnly(divertsTo: setup.salesConnection), optOutReplies: optOutReplies)
    }

    @discardableResult
    func set(_ sending: Sending, of id: ID<Connection>) async throws -> Connection {
        try await store.write { [parts] in
            try parts.connections.update(id, Connections.Choices(sending: sending), by: "test", in: $0)
        }
    }

    func remove(_ id: ID<Connection>) async throws {
        try await store.write { [parts] in try parts.connections.delete(id, by: "test", in: $0) }
    }
}
