public import Foundation
public import MockPlatform

/// Something that happened on a page, before anybody is told.
public struct MessengerEvent: Sendable {
    public let page: String
    public let psid: String?
    /// Who follows this field is told.
    public let field: String
    public let at: Date
    /// The page did it, so sender and recipient change places.
    public let isFromPage: Bool
    /// What tells the kind of the event, as `message` or `postback`.
    public let content: [JSON.Member]

    public init(
        page: String, psid: String?, field: String, at: Date, isFromPage: Bool = false, content: [JSON.Member]
    ) {
        self.page = page
        self.psid = psid
        self.field = field
        self.at = at
        self.isFromPage = isFromPage
        self.content = content
    }

    /// As it stands in an entry's array.
    func json(tellsSeconds: Bool, standby: Bool) -> JSON {
        let pageJSON: JSON = ["id": .string(page)]
        var members: [JSON.Member] = []
        if let psid {
            let person: JSON = ["id": .string(psid)]
            members = [
                .init("sender", isFromPage ? pageJSON : person), .init("recipient", isFromPage ? person : pageJSON),
            ]
        } else {
            members = [.init("recipient", pageJSON)]
        }
        let time = tellsSeconds ? Int(at.timeIntervalSince1970) : MockMeta.milliseconds(at)
        members.append(.init("timestamp", .integer(time)))
        return .object(members + (standby ? content.map(Self.withoutPayload) : content))
    }

    /// Whoever only listens does not learn the payload of a button.
    private static func withoutPayload(_ member: JSON.Member) -> JSON.Member {
        guard member.name == "postback", let members = member.value.members else { return member }
        return .init(member.name, .object(members.filter { $0.name != "payload" }))
    }
}

/// An event on its way to one app.
struct AddressedEvent: Sendable {
    let app: String
    let page: String
    let psid: String?
    let field: String
    /// `messaging`, or `standby` where another app controls the conversation.
    let channel: String
    let json: JSON
}

extension MetaState {
    /// Who is told of an event: each app that follows its field, for itself and for the page, and that the person
    /// exists for.
    func addressed(_ event: MessengerEvent, at now: Date) -> [AddressedEvent] {
        apps.values.sorted { $0.app.id < $1.app.id }.compactMap { record in
            let app = record.app
            guard follows(event.field, of: event.page, app: app.id) else { return nil }
            let person = event.psid.flatMap { people.person(psid: $0, page: event.page) }
            guard app.isLive || event.psid == nil || person?.isTester == true else { return nil }
            let listens = isOnStandby(event, app: app.id, at: now)
            guard !listens || follows("standby", of: event.page, app: app.id) else { return nil }
            return AddressedEvent(
                app: app.id, page: event.page, psid: event.psid, field: event.field,
                channel: listens ? "standby" : "messaging",
                json: event.json(tellsSeconds: configuration.tellsSeconds, standby: listens))
        }
    }

    /// Both levels must include the field.
    func follows(_ field: String, of page: String, app: String) -> Bool {
        guard let subscription = apps[app]?.subscription, subscription.isActive else { return false }
        return subscription.fields.contains(field)
            && pages[page]?.subscriptions[app]?.fields?.contains(field) == true
    }

    private func isOnStandby(_ event: MessengerEvent, app: String, at now: Date) -> Bool {
        guard event.field != "messaging_handovers", let conversation = event.psid.flatMap({ conversations[$0] })
        else { return false }
        return !conversation.mayWrite(app, defaultApp: pages[event.page]?.page.defaultApp, at: now)
    }
}
