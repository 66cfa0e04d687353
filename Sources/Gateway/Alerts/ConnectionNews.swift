import ConnectorKit
import GatewayModel

/// What there is to tell about a connection.
struct ConnectionNews {
    private let connection: Connection
    private let contactPoint: String
    private let lastChecklist: ChecklistResult?
    private let value: String?

    /// `nil` where the connection is gone: nobody can do anything about it any more.
    init?(_ event: Event, in transaction: any StoreTransaction) throws {
        guard let id = event.connection, let connection = try transaction.connection(id) else { return nil }
        self.connection = connection
        contactPoint = try transaction.contactPoint(connection.contactPoint)?.label ?? connection.contactPoint.rawValue
        lastChecklist = try transaction.checklist(of: id)
        value = event.value
    }

    private var subject: String { "connection/\(connection.id)" }
    private var name: String { "\(connection.address.value) of “\(contactPoint)”" }
    private var place: String {
        "Connection \(connection.id) (\(connection.platform), \(connection.address.value)) at the contact point "
            + "“\(contactPoint)” (\(connection.contactPoint))."
    }

    var credentials: AlertRule.News? {
        switch value.flatMap(ConnectionState.init(rawValue:)) {
        case .needsReconnect:
            news(
                "credentials", isWrong: true, "\(name) must be reconnected",
                [
                    "The platform refuses our credentials." + reason, place,
                    "What comes in is kept. What goes out is held, and leaves when it is connected again.",
                    "What to do: give the platform app \(connection.app) credentials that are valid "
                        + "(PATCH /v1/platform-apps/\(connection.app)).",
                ])
        case .connected:
            news(
                "credentials", isWrong: false, "\(name) is connected again",
                ["The platform takes our credentials again; what was held goes on.", place])
        case nil: nil
        }
    }

    var checklist: AlertRule.News? {
        switch value.flatMap(Verdict.init(rawValue:)) {
        case .red:
            news(
                "checklist", isWrong: true, "the checklist of \(name) is red",
                ["Something that the connection needs is not right.", place] + redItems + [
                    "To look again: gatehouse checklist --connection \(connection.id)"
                ])
        case .yellow, .green:
            news(
                "checklist", isWrong: false, "the checklist of \(name) is no longer red",
                ["Nothing that the connection needs is known to be wrong any more.", place])
        // Nobody could tell: nothing turned out wrong, and nothing right again.
        case .unknown, nil: nil
        }
    }

    private var reason: String { connection.stateReason.map { " Reason: \($0)" } ?? "" }

    private var redItems: [String] {
        (lastChecklist?.items ?? []).filter { $0.verdict == .red }.map { item in
            "\(item.title): \(item.found)" + (item.advice.map { " What to do: \($0)" } ?? "")
        }
    }

    private func news(_ trouble: String, isWrong: Bool, _ headline: String, _ lines: [String]) -> AlertRule.News {
        AlertRule.News(
            subject: subject, trouble: trouble, isWrong: isWrong, headline: headline,
            text: lines.joined(separator: "\n"))
    }
}
