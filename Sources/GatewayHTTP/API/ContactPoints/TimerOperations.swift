import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes

/// The timers of conversations, in each of the three places where they can be set: the same operations in all.
struct TimerOperations {
    let timers: Timers
    let connectors: InstalledConnectors

    var all: [Operation] {
        Place.all.flatMap { [show($0), set($0), clear($0), clearOne($0)] }
    }

    /// One of the places, as an address and in words.
    private struct Place {
        let path: String
        let words: String
        let scope: @Sendable (Operation.Call) throws -> TimerScope

        static let all = [
            Place(path: "/v1/timers", words: "of the tenant") { _ in .tenant },
            Place(path: "/v1/contact-points/{id}/timers", words: "of a contact point") { call in
                .contactPoint(try call.contactPoint())
            },
            Place(
                path: "/v1/contact-points/{id}/platforms/{platform}/timers", words: "of a platform on a contact point"
            ) {
                .platform(Platform(rawValue: $0.parameters["platform"] ?? ""), at: try $0.contactPoint())
            },
        ]
    }

    private func show(_ place: Place) -> Operation {
        Operation(
            method: .get, path: place.path,
            summary: "Show the timers \(place.words): what applies, from where, and what is set here", tag: "Timers",
            level: .agent, answer: .init(status: 200, schema: TimersView.schema), isTagged: true,
            work: .show(document(of: place)))
    }

    private func document(of place: Place) -> Operation.Work.Document {
        { call, transaction in try .json(view(of: place.scope(call), in: transaction)) }
    }

    private func set(_ place: Place) -> Operation {
        Operation(
            method: .put, path: place.path, summary: "Set timers \(place.words), one or several; the others stay",
            tag: "Timers", level: .administrator, request: TimerChange.schema,
            answer: .init(status: 200, schema: TimersView.schema), isTagged: true,
            work: .change(of: document(of: place)) { call, transaction in
                let scope = try place.scope(call)
                let given = try call.decode(TimerChange.self)
                try timers.change(in: scope, by: call.principal.name, in: transaction) { settings in
                    for timer in ConversationTimer.allCases {
                        settings[timer] = given.settings[timer] ?? settings[timer]
                    }
                }
            })
    }

    private func clear(_ place: Place) -> Operation {
        Operation(
            method: .delete, path: place.path, summary: "Take back whatever is set of timers \(place.words)",
            tag: "Timers", level: .administrator, answer: .init(status: 204, schema: nil), isTagged: true,
            work: .removal(of: document(of: place)) { call, transaction in
                try timers.change(in: place.scope(call), by: call.principal.name, in: transaction) {
                    $0 = TimerSettings()
                }
            })
    }

    private func clearOne(_ place: Place) -> Operation {
        Operation(
            method: .delete, path: place.path + "/{timer}",
            summary: "Take back what is set of one timer \(place.words)",
            tag: "Timers", level: .administrator, answer: .init(status: 204, schema: nil), isTagged: true,
            work: .removal(of: document(of: place)) { call, transaction in
                guard let timer = ConversationTimer(rawValue: call.parameters["timer"] ?? "") else {
                    throw Refusal.notFound("timer")
                }
                try timers.change(in: place.scope(call), by: call.principal.name, in: transaction) { $0[timer] = nil }
            })
    }

    @Sendable private func view(of scope: TimerScope, in transaction: any StoreTransaction) throws -> TimersView {
        try timers.require(scope, in: transaction)
        let effective = try timers.precedence.timers(in: scope, in: transaction)
        let set = try transaction.timers(in: scope)
        if case .platform = scope { return TimersView(effective, set: set, platforms: nil) }
        let platforms = try connectors.all.map { connector in
            (
                connector.platform,
                try timers.precedence.timers(in: scope, on: connector.platform, in: transaction)
            )
        }
        return TimersView(effective, set: set, platforms: platforms)
    }
}
