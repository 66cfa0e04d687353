internal import Foundation
internal import MockPlatform

extension XState {
    /// How everything stands.
    func panelJSON(at now: Date) -> JSON {
        [
            "accounts": .array(accountOrder.compactMap { accounts[$0] }.map { panelJSON(of: $0, at: now) }),
            "apps": .array(appOrder.compactMap { apps[$0] }.map(panelJSON)),
        ]
    }

    private func panelJSON(of account: MockXAccount, at now: Date) -> JSON {
        let tokens = userTokens.values.filter { $0.account == account.id }.sorted { $0.app < $1.app }
        let delegated = accessTokens.values.filter {
            $0.account == account.id && !$0.isRevoked && $0.expires > now
        }
        return [
            "id": .string(account.id), "screenName": .string(account.screenName), "name": .string(account.name),
            "business": .bool(account.isBusiness), "suspended": .bool(account.isSuspended),
            "locked": .bool(account.isLocked), "phone": .bool(account.needsPhoneVerification),
            "dms": .string(account.allowsDMsFrom.rawValue), "closed": .bool(account.closesDMs),
            "tokens": .object(tokens.map { .init($0.app, .string($0.level.rawValue)) }),
            "delegated": .array(Set(delegated.map(\.app)).sorted().map(JSON.string)),
            "sends": .array(
                [XLimit.send, .sendV1].compactMap { limit in left(of: limit, account.id, at: now) }),
        ]
    }

    /// What is left of a limit in the window that is told in headers.
    private func left(of limit: XLimit, _ account: String, at now: Date) -> JSON? {
        let rule = configuration.limits[limit]
        let span: RateMeter.Span = rule.perWindow == nil ? .day : .window
        guard let most = rule.perWindow ?? rule.perDay else { return nil }
        var meter = meters[.init(limit: limit, who: account, span: span)] ?? RateMeter(span, at: now)
        let reading = meter.reading(of: most, at: now)
        return [
            "limit": .string(limit.rawValue), "remaining": .integer(reading.remaining), "of": .integer(most),
            "reset": .string(Date(timeIntervalSince1970: Double(reading.reset)).panelText),
        ]
    }

    private func panelJSON(of app: MockXApp) -> JSON {
        let own = webhooks.filter { $0.app == app.id }
        return [
            "id": .string(app.id), "name": .string(app.name), "permission": .string(app.permission.rawValue),
            "access": .array(app.access.map(\.rawValue).sorted().map(JSON.string)),
            "suspended": .bool(app.isSuspended), "callbacks": .array(app.callbackURLs.map(JSON.string)),
            "webhooks": .array(
                own.map { webhook in
                    [
                        "id": .string(webhook.id), "url": .string(webhook.url), "valid": .bool(webhook.isValid),
                        "lastSuccess": .string(webhook.lastSuccess.panelText),
                        "accounts": .array(
                            subscriptions.filter { $0.webhook == webhook.id }.map { .string($0.account) }),
                    ]
                }),
            "activities": .array(
                activities.filter { $0.app == app.id }.map {
                    ["type": .string($0.type), "account": .optional($0.account)]
                }),
        ]
    }

    /// A message as one side sees it.
    func panelJSON(of message: DirectMessage, for viewer: String) -> JSON {
        [
            "id": .string(message.id), "at": .string(message.at.panelText),
            "direction": .string(message.sender == viewer ? "sent" : "received"), "text": .string(message.text),
            "options": .array(message.options.map(\.json)), "buttons": .array(message.buttons),
            "chosen": .optional(message.chosen), "app": .string(message.app),
            "byHand": .bool(message.isWrittenByHand), "read": .bool(message.isRead),
            "media": message.media.flatMap { media[$0] }.map { item in
                ["type": .string(item.kind.rawValue), "address": .string("/mock/media/" + item.id)]
            } ?? .null,
        ]
    }
}

extension Delivery {
    var panelJSON: JSON {
        [
            "at": .string(at.panelText), "operation": .string(operation.rawValue),
            "what": .string(fields["what"] ?? "challenge"), "shape": .optional(fields["shape"]),
            "account": .optional(fields["account"]), "url": .string(url),
            "taken": .bool(outcome == .answered(status: 200)), "outcome": .string(outcome.description),
            "fault": .optional(fault.map { "\($0)" }),
        ]
    }
}
