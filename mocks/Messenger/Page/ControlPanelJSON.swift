internal import Foundation
internal import MockPlatform

extension MetaState {
    /// How everything stands.
    var panelJSON: JSON {
        [
            "people": .array(people.names.map(JSON.string)),
            "pages": .array(pageOrder.compactMap { pages[$0]?.panelJSON }),
            "users": .array(
                users.values.sorted { $0.id < $1.id }.map { user in
                    let given = grants.filter { $0.key.user == user.id }.sorted { $0.key.app < $1.key.app }
                    return user.panelJSON(
                        grants: given.map { .init($0.key.app, .array($0.value.granted.sorted().map(JSON.string))) },
                        tokens: tokenCounts(of: user.id))
                }),
            "apps": .array(apps.values.sorted { $0.app.id < $1.app.id }.map(\.panelJSON)),
        ]
    }

    /// How many an app has got of a user, for their pages too, and how many of these nothing has ended.
    private func tokenCounts(of user: String) -> [JSON.Member] {
        Dictionary(grouping: tokens.values.filter { $0.user == user }, by: \.app).sorted { $0.key < $1.key }.map {
            JSON.Member(
                $0.key, ["all": .integer($0.value.count), "valid": .integer($0.value.count { $0.fault == nil })])
        }
    }
}

extension PageRecord {
    fileprivate var panelJSON: JSON {
        let subscribed = subscriptions.sorted { $0.key < $1.key }.map { app, subscription in
            JSON.Member(app, .array((subscription.fields ?? []).map(JSON.string)))
        }
        return [
            "id": .string(page.id), "name": .string(page.name), "username": .string(page.username),
            "published": .bool(page.isPublished), "restricted": .bool(page.isRestricted),
            "defaultApp": .optional(page.defaultApp), "subscriptions": .object(subscribed),
            "profile": .object(profile),
        ]
    }
}

extension MockFacebookUser {
    fileprivate func panelJSON(grants: [JSON.Member], tokens: [JSON.Member]) -> JSON {
        let tasks = tasks.sorted { $0.key < $1.key }.map { page, tasks in
            JSON.Member(page, .array(tasks.map { .string($0.rawValue) }))
        }
        return [
            "id": .string(id), "name": .string(name), "tasks": .object(tasks), "grants": .object(grants),
            "tokens": .object(tokens),
        ]
    }
}

extension AppRecord {
    fileprivate var panelJSON: JSON {
        [
            "id": .string(app.id), "name": .string(app.name), "live": .bool(app.isLive),
            "proof": .bool(app.requiresProof), "callback": .optional(subscription?.callbackURL),
            "active": .bool(subscription?.isActive ?? false),
            "fields": .array((subscription?.fields ?? []).map(JSON.string)),
        ]
    }
}

extension MessengerMessage {
    var panelJSON: JSON {
        [
            "mid": .string(mid), "at": .string(at.panelText), "direction": .string(direction.rawValue),
            "text": .optional(text), "attachments": .array(attachments.map(\.panelJSON)),
            "quickReplies": .array(quickReplies), "app": .optional(app), "metadata": .optional(metadata),
            "tag": .optional(tag), "replyTo": .optional(replyTo), "edits": .integer(edits),
            "deleted": .bool(isDeleted), "reaction": .optional(reaction), "read": .bool(isRead),
        ]
    }
}

extension MessengerAttachment {
    fileprivate var panelJSON: JSON {
        [
            "type": .string(type), "address": .optional(file.map { "/mock/content/" + $0 }),
            "payload": payload ?? .null,
        ]
    }
}

extension Delivery {
    var panelJSON: JSON {
        [
            "at": .string(at.panelText), "operation": .string(operation.rawValue),
            "what": .string(fields["fields"] ?? operation.rawValue), "channel": .optional(fields["channel"]),
            "events": .integer(fields["events"].flatMap { Int($0) } ?? 1), "subject": .string(subject),
            "url": .string(url), "taken": .bool(outcome == .answered(status: 200)),
            "outcome": .string(outcome.description), "fault": .optional(fault.map { "\($0)" }),
        ]
    }
}
