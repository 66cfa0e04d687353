import Gateway
import GatewayModel
import HTTPTypes

/// When a contact point sends notifications, and how much contact points and keys may send in a day.
struct SendingOperations {
    let window: SendingWindow
    let caps: SendingCaps

    var all: [Operation] {
        [showWindow, setWindow]
            + capOperations(
                at: "/v1/contact-points/{id}/sending-cap", of: "a contact point", tag: "Contact points"
            ) { call, transaction in
                let id = try call.contactPoint()
                guard try transaction.contactPoint(id) != nil else { throw Refusal.notFound("contact point") }
                return .contactPoint(id)
            }
            + capOperations(
                at: "/v1/api-keys/{id}/sending-cap", of: "an API key", tag: "Access"
            ) { call, transaction in
                guard let key = try transaction.apiKey(call.id("API key")) else { throw Refusal.notFound("API key") }
                // Whatever acts for a user spends the user's.
                return .principal(key.user?.description ?? key.id.description)
            }
    }

    private var showWindow: Operation {
        Operation(
            method: .get, path: "/v1/contact-points/{id}/sending-window",
            summary: "When notifications leave, by the clock of the contact point's time zone", tag: "Contact points",
            level: .agent, answer: .init(status: 200, schema: SendingWindowView.schema), isTagged: true,
            work: .show(windowDocument))
    }

    @Sendable private func windowDocument(
        _ call: Operation.Call, _ transaction: any StoreTransaction
    ) throws -> Operation.Reply {
        let view = try SendingWindowView(of: call.contactPoint(), window, in: transaction)
        return try .json(view).tagged(by: view.hours)
    }

    private var setWindow: Operation {
        Operation(
            method: .put, path: "/v1/contact-points/{id}/sending-window",
            summary: "Set when notifications leave; without hours, at any time. What waits meets the new hours at once",
            tag: "Contact points", level: .administrator, request: SendingWindowChange.schema,
            answer: .init(status: 200, schema: SendingWindowView.schema), isTagged: true,
            work: .change(of: windowDocument) { call, transaction in
                try window.set(
                    try call.decode(SendingWindowChange.self).hours?.weeklyHours(), of: call.contactPoint(),
                    by: call.principal.name, in: transaction)
            })
    }

    private func capOperations(
        at path: String, of whom: String, tag: String,
        _ subject: @escaping @Sendable (Operation.Call, any StoreTransaction) throws -> SpendingSubject
    ) -> [Operation] {
        let answer = Operation.Answer(status: 200, schema: SendingCapView.schema)
        let document: Operation.Work.Document = { call, transaction in
            let view = try SendingCapView(of: subject(call, transaction), caps, in: transaction)
            return try .json(view).tagged(by: [view.unitsPerDay, view.isStandard ? 1 : 0])
        }
        return [
            Operation(
                method: .get, path: path, summary: "How much \(whom) may send in a day, and has sent of late", tag: tag,
                level: .manager, answer: answer, isTagged: true, work: .show(document)),
            Operation(
                method: .put, path: path, summary: "Set how much \(whom) may send in a day; null for any amount",
                tag: tag, level: .administrator, request: SendingCapChange.schema, answer: answer, isTagged: true,
                work: .change(of: document) { call, transaction in
                    let cap = try call.decode(SendingCapChange.self).unitsPerDay.map { SendingCap.units($0) }
                    try caps.set(
                        cap ?? .unlimited, of: subject(call, transaction), by: call.principal.name, in: transaction)
                }),
            Operation(
                method: .delete, path: path, summary: "Bring the standard cap of \(whom) back", tag: tag,
                level: .administrator, answer: .init(status: 204, schema: nil), isTagged: true,
                work: .removal(of: document) { call, transaction in
                    try caps.set(nil, of: subject(call, transaction), by: call.principal.name, in: transaction)
                }),
        ]
    }
}
