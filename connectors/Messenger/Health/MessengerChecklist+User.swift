import ConnectorKit
import GatewayModel

/// The app's webhook, and the Facebook user who lets us act.
extension MessengerChecklist {
    func appWebhook(_ reader: GraphReader) async -> Finding {
        let fix = "Register this gateway as the app's webhook"
        let ours = connection.webhookAddress(MessengerWebhook.events)
        let subscription: AppSubscription?
        do throws(GraphTrouble) { subscription = try await AppSubscription.ofPages(reader) } catch {
            return Self.finding(error, advice: "Look at the app's webhooks in Meta's dashboard.")
        }
        guard let subscription else {
            return Finding(.red, "The app has no webhook for pages: nothing comes in.", advice: "\(fix).", fix: fix)
        }
        guard subscription.address == ours else {
            return Finding(
                .red, "The app's webhook is \(subscription.shownAddress): nothing comes in here.",
                advice: "\(fix). Whatever listens there now hears nothing any more.", fix: fix)
        }
        guard subscription.isActive else {
            return Finding(
                .red, "Meta has switched the app's webhook off.",
                advice: "See that the gateway can be reached from outside. \(fix).", fix: fix)
        }
        let missing = MessengerFields.needed.filter { !subscription.fields.contains($0) }
        guard missing.isEmpty else {
            return Finding(
                .red, "The app's webhook lacks \(missing.joined(separator: ", ")).", advice: "\(fix).", fix: fix)
        }
        return Finding(.green, "Events of pages come to this gateway.")
    }

    /// Whether the token counts, whose it is, and what it permits.
    func addUser(_ reader: GraphReader, _ found: inout [String: Finding]) async {
        guard let token = userToken else {
            found[Item.user] = Finding(.red, "No Facebook user is associated.", advice: Self.associate)
            return
        }
        do throws(GraphTrouble) {
            let info = try await TokenInfo.of(token, reader)
            let now = facts.now
            if let trouble = info.trouble(at: now, app: reader.app.id, types: ["USER", "SYSTEM_USER"]) {
                found[Item.user] = Finding(.red, trouble, advice: Self.associate)
                return
            }
            let name = try await reader.read("me", [(name: "fields", value: "id,name")], as: token)["name"]?.text
            guard let name else { throw .noAnswer("Meta does not tell whose token it is.") }
            if let ends = info.endsWithin(days: 7, of: now) {
                found[Item.user] = Finding(
                    .yellow, "Facebook user: \(name). The access ends in \(ends) days.", advice: Self.associate)
            } else {
                found[Item.user] = Finding(.green, "Facebook user: \(name).")
            }
            found[Item.permissions] = permissions(info)
        } catch {
            found[Item.user] = Self.finding(error, advice: Self.associate)
        }
    }

    private func permissions(_ info: TokenInfo) -> Finding {
        let missing = MessengerFields.permissions.filter { !info.scopes.contains($0) }
        guard missing.isEmpty else {
            return Finding(
                .red, "Not granted: \(missing.joined(separator: ", ")).",
                advice: "Associate User again, and leave every permission switched on in Facebook's dialog.")
        }
        let elsewhere = MessengerFields.permissions.filter { !info.covers(page, by: $0) }
        guard elsewhere.isEmpty else {
            return Finding(
                .red, "Granted for other pages, and not for this one: \(elsewhere.joined(separator: ", ")).",
                advice: "Associate User again, and choose this page, too, in Facebook's dialog.")
        }
        return Finding(.green, "Every permission is granted for this page.")
    }
}

/// Meta: subscriptions of an app, the one for pages.
struct AppSubscription {
    let address: String
    let isActive: Bool
    let fields: Set<String>

    /// Without its query, which may hold a secret.
    var shownAddress: String { String(address.prefix { $0 != "?" && $0 != "#" }.prefix(200)) }

    static func ofPages(_ reader: GraphReader) async throws(GraphTrouble) -> AppSubscription? {
        let told = try await reader.read("\(reader.app.id)/subscriptions", as: reader.app.token)
        guard case .list(let list) = told["data"] else { throw .noAnswer("Meta's list of webhooks cannot be read.") }
        return list.first { $0["object"]?.text == "page" }.map { entry in
            AppSubscription(
                address: entry["callback_url"]?.text ?? "", isActive: entry["active"]?.isTrue == true,
                fields: Set((entry["fields"]?.list ?? []).compactMap { $0["name"]?.text ?? $0.text }))
        }
    }
}
