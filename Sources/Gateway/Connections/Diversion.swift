import ConnectorKit
import GatewayModel

/// Which connection sends for one that only receives.
enum Diversion {
    /// The connection itself, or the one that sends in its place; `nil` where none does.
    static func sender(for connection: Connection, in transaction: any StoreTransaction) throws -> Connection? {
        if connection.sending == .standard { return connection }
        guard let id = connection.sending.divertsTo, let sender = try transaction.connection(id),
            sender.sending == .standard
        else { return nil }
        return sender
    }

    /// - Throws: ``Refusal`` where nothing sends in its place.
    static func requireSender(
        for connection: Connection, in transaction: any StoreTransaction
    ) throws -> Connection {
        guard let sender = try sender(for: connection, in: transaction) else {
            throw Refusal(
                .conflict, "no-diversion",
                """
                \(connection.address.value) only receives, and nothing sends in its place. An administrator names a \
                standard connection of the contact point that it diverts to, or makes it standard.
                """)
        }
        return sender
    }

    /// Held, because it was accepted while there was still something to send from.
    static let isMissing = StatusReason(
        code: "noDiversion",
        explanation: "The connection it was to leave from sends no more; held until another one sends in its place.")

    static let cameBetween = StatusReason(
        code: "diverted",
        explanation: """
            The connection it was leaving from sends no more. A part of it had left, and the rest of a message does \
            not come from somebody else.
            """)
}

// Who may divert to whom.
extension Diversion {
    static func check(
        _ sending: Sending, of connection: Connection, by connector: any Connector,
        in transaction: any StoreTransaction
    ) throws {
        guard connector.capabilities.sendingModes.contains(sending.mode) else {
            throw Refusal.invalid("sending.mode", "there is no such mode on \(connection.platform).")
        }
        if sending != .standard { try checkNothingDiverts(to: connection, in: transaction) }
        guard let id = sending.divertsTo else { return }
        guard let sender = try transaction.connection(id), sender.contactPoint == connection.contactPoint,
            sender.platform == connection.platform, sender.id != connection.id
        else {
            throw Refusal.invalid(
                "sending.divertsTo",
                "it must be another connection of the same contact point on \(connection.platform).")
        }
        guard sender.sending == .standard else {
            throw Refusal.invalid(
                "sending.divertsTo", "\(sender.address.value) only receives, too; it must be a standard one.")
        }
    }

    /// Nobody takes away what others answer from.
    static func checkNothingDiverts(to connection: Connection, in transaction: any StoreTransaction) throws {
        let others = try transaction.connections(of: connection.contactPoint).filter {
            $0.sending.divertsTo == connection.id
        }
        guard !others.isEmpty else { return }
        let names = others.prefix(5).map { "\($0.address.value) (\($0.id))" }.joined(separator: ", ")
        throw Refusal(
            .conflict, "diverted-to",
            """
            \(connection.address.value) sends in place of \(others.count == 1 ? "" : "\(others.count) others: ")\
            \(names)\(others.count > 5 ? ", …" : ""). Let them divert to another connection first.
            """)
    }
}
