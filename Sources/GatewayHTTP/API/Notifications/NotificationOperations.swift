import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/notifications`, and sending them from a contact point.
struct NotificationOperations {
    let notifications: Notifications
    let intake: NotificationIntake
    let withdrawals: Withdrawals
    let previews: Previews
    let window: SendingWindow
    let store: any Store
    let links: MediaLinks

    var all: [Operation] { [send, list, show, cancel, cancelMessage, preview] }

    private var send: Operation {
        Operation(
            method: .post, path: "/v1/contact-points/{id}/notifications",
            summary: """
                Send a message to one or up to 1,000 recipients that makes no conversation until one replies. With a \
                list each recipient is answered by itself; with one, its refusal is the answer
                """, tag: "Notifications", level: .agent, request: NotificationRequest.schema,
            answer: .init(status: 202, schema: AcceptedNotification.schema),
            work: .begin { call in
                let given = Result { (try call.decode(NotificationRequest.self).request(), try call.contactPoint()) }
                let list: RecipientList? =
                    if case .success(let (request, id)) = given, case .list = request.to {
                        try await notifications.read(request, at: id, from: store)
                    } else {
                        nil
                    }
                return Operation.Beginning(
                    take: { principal, transaction in
                        let (request, contactPoint) = try given.get()
                        return try begin(request, to: list, at: contactPoint, by: principal, in: transaction)
                    },
                    carryOn: { reply in
                        // What is to be kept in its place says that it is the whole answer.
                        reply.kept == nil ? try await carryOn(try reply.read(Begun.self)) : reply
                    })
            })
    }

    /// To one recipient it is complete at once, and so is the answer.
    private func begin(
        _ request: Notifications.Request, to list: RecipientList?, at contactPoint: ContactPointID,
        by principal: Principal, in transaction: any StoreTransaction
    ) throws -> Operation.Reply {
        let (id, warnings) = try notifications.begin(
            request, to: list, at: contactPoint, by: principal, in: transaction)
        let begun = Begun(id: id.description, warnings: WarningView.of(warnings))
        let kept = try Operation.Reply.json(begun, status: 202)
        guard case .one = request.to else { return kept }
        var reply = try Operation.Reply.json(accepted(id, begun.warnings, in: transaction), status: 202)
        reply.kept = kept.body
        return reply
    }

    private func carryOn(_ begun: Begun) async throws -> Operation.Reply {
        guard let id = ID<GatewayModel.Notification>(begun.id) else {
            throw StoreFailure("A kept answer cannot be read.")
        }
        // To few recipients it is complete already, and needs no further transaction.
        if let answer = try await answer(id, begun.warnings) { return answer }
        try await intake.finish(id)
        guard let answer = try await answer(id, begun.warnings) else {
            throw StoreFailure("A notification does not end.")
        }
        return answer
    }

    /// - Returns: `nil` while it is not complete.
    private func answer(
        _ id: ID<GatewayModel.Notification>, _ warnings: [WarningView]
    ) async throws -> Operation.Reply? {
        try await store.read { transaction in
            if let notification = try transaction.notification(id), !notification.isComplete { return nil }
            return try .json(accepted(id, warnings, in: transaction), status: 202)
        }
    }

    /// What is kept for a repetition of the request: the rest is read.
    private struct Begun: Codable {
        let id: String
        let warnings: [WarningView]
    }

    private func accepted(
        _ id: ID<GatewayModel.Notification>, _ warnings: [WarningView], in transaction: any StoreTransaction
    ) throws -> AcceptedNotification {
        guard let notification = try transaction.notification(id),
            let contactPoint = try transaction.contactPoint(notification.contactPoint)
        else { throw Refusal(.gone, "answer-erased", "What this request was answered was erased.") }
        let recipients = try transaction.recipients(of: id, Page(after: nil, limit: Notifications.mostRecipients))
        let messages = recipients.compactMap { recipient -> ID<Message>? in
            if case .accepted(let message) = recipient.outcome { message } else { nil }
        }
        let advice = try messages.first.flatMap(transaction.message).map {
            try previews.warnings(about: $0, to: messages.count, in: transaction)
        }
        return AcceptedNotification(
            notification: try NotificationView(notification, links, in: transaction), accepted: messages.count,
            refused: recipients.count - messages.count,
            opensAt: TimeText.of(try window.opening(of: contactPoint, in: transaction)),
            results: recipients.map(ResultView.init), warnings: warnings + WarningView.of(advice ?? []))
    }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/contact-points/{id}/notifications",
            summary: "List the notifications of a contact point, newest first", tag: "Notifications", level: .agent,
            query: [.cursor, .limit],
            answer: .init(status: 200, schema: ListView<NotificationView>.schema(of: NotificationView.schema)),
            work: .read { call, transaction in
                let id = try call.contactPoint()
                try requireSight(of: id, for: call.principal, in: transaction)
                let page = try call.page(of: GatewayModel.Notification.self)
                let found = try transaction.notifications(of: id, page)
                let views = try found.map { try NotificationView($0, links, in: transaction) }
                return try .json(ListView(views, limit: page.limit, cursor: \.id))
            })
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/notifications/{id}",
            summary: "Show a notification: how many recipients there are of each status, and each by itself",
            tag: "Notifications", level: .agent, query: [.cursor, .limit],
            answer: .init(status: 200, schema: NotificationDetail.schema),
            work: .read { call, transaction in
                guard let notification = try transaction.notification(call.id("notification")) else {
                    throw Refusal.notFound("notification")
                }
                try requireSight(of: notification.contactPoint, for: call.principal, in: transaction)
                return try .json(NotificationDetail(notification, call.page { Int($0) }, links, in: transaction))
            })
    }

    /// Whoever sends notifications sees what became of them, even who may not read conversations.
    private func requireSight(
        of contactPoint: ContactPointID, for principal: Principal, in transaction: any StoreTransaction
    ) throws {
        guard try !transaction.holds(principal.identity, .sendNotification, of: contactPoint) else { return }
        try principal.require(.read, of: contactPoint, in: transaction)
    }

    private var cancel: Operation {
        Operation(
            method: .post, path: "/v1/notifications/{id}/cancel",
            summary: "Take back whatever of a notification has not left, and say what has", tag: "Notifications",
            level: .agent, answer: .init(status: 200, schema: WithdrawalView.schema),
            work: .steps { call in
                try .json(
                    WithdrawalView(try await withdrawals.cancel(call.id("notification"), by: call.principal)))
            })
    }

    private var cancelMessage: Operation {
        Operation(
            method: .post, path: "/v1/messages/{id}/cancel", summary: "Take back a message that has not left",
            tag: "Messages", level: .agent, answer: .init(status: 200, schema: MessageView.schema), refusals: [409],
            work: .write { call, transaction in
                let message = try withdrawals.cancel(call.id("message"), by: call.principal, in: transaction)
                return try .json(MessageView(message, links, in: transaction))
            })
    }

    private var preview: Operation {
        Operation(
            method: .post, path: "/v1/contact-points/{id}/preview",
            summary: """
                See what a notification would be, without sending it: parts, encoding and cost, who would not get it, \
                and what to mind
                """, tag: "Notifications", level: .agent, request: NotificationRequest.schema,
            answer: .init(status: 200, schema: PreviewView.schema),
            work: .read { call, transaction in
                let request = try call.decode(NotificationRequest.self).request()
                return try .json(
                    PreviewView(
                        try previews.preview(request, at: call.contactPoint(), by: call.principal, in: transaction)))
            })
    }
}
