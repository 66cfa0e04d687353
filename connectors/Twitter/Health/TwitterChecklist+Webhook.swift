import ConnectorKit
import GatewayModel

/// How events come: webhook, challenges, subscription.
extension TwitterChecklist {
    /// - Parameter user: `nil` where the account's tokens are of no use; what needs them is not looked at then.
    func addWebhook(
        _ reader: TwitterReader, _ user: TwitterApp.Caller?, _ found: inout [String: Finding]
    ) async {
        let api = ActivityKind(connection.app).api
        let webhook: XWebhook
        do throws(TwitterTrouble) {
            let all = try await api.webhooks(reader)
            guard let ours = all.first(where: { $0.url == connection.webhookAddress(TwitterWebhook.events) }) else {
                found[Item.webhook] = Self.missing(beside: all)
                return
            }
            webhook = ours
        } catch {
            found[Item.webhook] = Self.finding(
                error, advice: "Has the app access to the API that brings events? See the setting “How events come”.")
            return
        }
        found[Item.webhook] = Finding(.green, "X knows the gateway's webhook.")
        found[Item.validity] =
            webhook.isValid
            ? Finding(.green, "X delivers events to it.")
            : Finding(
                .red, "X has stopped delivering: a challenge was not answered well.",
                advice: "The gateway must be reachable, its certificate good, and the API key secret the current one.",
                fix: "Have X ask again")
        found[Item.challenges] = challenges
        guard let user else { return }
        do throws(TwitterTrouble) {
            let isThere = try await api.isSubscribed(connection.address.value, to: webhook, as: user, reader)
            found[Item.subscription] =
                isThere
                ? Finding(.green, "X tells the gateway of this account's messages.")
                : Finding(
                    .red, "X does not tell the gateway of this account's messages.",
                    advice: "Subscribe. If the account has taken the app's access away, connect again.",
                    fix: "Subscribe")
        } catch {
            found[Item.subscription] = Self.finding(
                error, advice: "Does the app's access at X have room for one more subscription?")
        }
    }

    private static func missing(beside others: [XWebhook]) -> Finding {
        guard let other = others.first else {
            return Finding(
                .red, "X knows no webhook of this app.", advice: "Register it.", fix: "Register the webhook")
        }
        return Finding(
            .red, "X delivers this app's events to \(other.shownAddress) instead.",
            advice: "Register ours. Where the app's access has room for one only, delete the other at X first.",
            fix: "Register the webhook")
    }

    private var challenges: Finding {
        guard let last = facts.lastChallenge else {
            return Finding(
                .yellow, "X has not asked its challenge here yet.", advice: "Have X ask now.", fix: "Have X ask now")
        }
        let hours = max(0, (facts.now - last).milliseconds / 3_600_000)
        if facts.now - last > Self.longestWithoutChallenge {
            return Finding(
                .yellow, "X last asked its challenge \(hours) hours ago.",
                advice: "Its challenges may not arrive any more: have X ask now.", fix: "Have X ask now")
        }
        return Finding(.green, hours == 0 ? "Answered within the last hour." : "Answered \(hours) hours ago.")
    }
}
