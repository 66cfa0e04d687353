import ConnectorKit
import GatewayModel

/// The page: our role on it, its token, and what it sends us.
extension MessengerChecklist {
    func role(_ reader: GraphReader) async -> Finding {
        do throws(GraphTrouble) {
            let pages = try await GrantedPage.all(as: userToken ?? "", reader)
            guard let found = pages.first(where: { $0.id == page }) else {
                return Finding(
                    .red, "The page is not among the \(pages.count) that the Facebook user gave us.",
                    advice: "Was it left out in Facebook's dialog, or did the user lose the role on it? Give the role "
                        + "back at Facebook, or associate somebody who has it.")
            }
            guard found.maySend else {
                return Finding(
                    .red, "The Facebook user has a role on “\(found.name)” that may not answer messages.",
                    advice: "Give the user full control, or the task of messages, in the page's settings at Facebook.")
            }
            return Finding(.green, "“\(found.name)”: the role permits messages.")
        } catch {
            return Self.finding(error, advice: Self.associate)
        }
    }

    func tokenOfPage(_ reader: GraphReader) async -> Finding {
        let fix = "Fetch the page's token anew"
        guard let token = pageToken else {
            return Finding(.red, "There is no access token for the page.", advice: "\(fix).", fix: fix)
        }
        do throws(GraphTrouble) {
            let info = try await TokenInfo.of(token, reader)
            if let trouble = info.trouble(at: facts.now, app: reader.app.id, types: ["PAGE"]) {
                return Finding(.red, trouble, advice: "\(fix).", fix: fix)
            }
            let me = try await reader.read("me", [(name: "fields", value: "id,name")], as: token)["id"]?.id
            guard let me else { throw .noAnswer("Meta does not tell whose token it is.") }
            guard me == page, info.profile ?? page == page else {
                return Finding(.red, "The token is that of another page.", advice: "\(fix).", fix: fix)
            }
            return Finding(.green, "Meta takes the page's token.")
        } catch {
            let found = Self.finding(error, advice: "\(fix).")
            return Finding(found.verdict, found.found, advice: found.advice, fix: found.verdict == .red ? fix : nil)
        }
    }

    func state(_ reader: GraphReader) async -> Finding {
        let query = [(name: "fields", value: "id,name,is_published")]
        do throws(GraphTrouble) {
            switch try await reader.read(page, query, as: pageToken ?? "")["is_published"] {
            case .bool(true)?: return Finding(.green, "The page is published.")
            case .bool(false)?:
                return Finding(
                    .red, "The page is not published: customers do not find it.",
                    advice: "Publish it in its settings at Facebook.")
            default: return Finding(.unknown, "Meta does not tell whether the page is published.")
            }
        } catch {
            return Self.finding(
                error, red: error.isMissing ? "The page is gone, or hidden from us." : nil,
                advice: "Was it deleted or merged? Connect the page that took its place.")
        }
    }

    func subscription(_ reader: GraphReader) async -> Finding {
        let fix = "Subscribe to the page"
        do throws(GraphTrouble) {
            guard let fields = try await Self.subscribedFields(of: page, as: pageToken ?? "", reader) else {
                return Finding(
                    .red, "The page sends us nothing: the app is not subscribed to it.", advice: "\(fix).", fix: fix)
            }
            let missing = MessengerFields.needed.filter { !fields.contains($0) }
            guard missing.isEmpty else {
                return Finding(
                    .red,
                    fields.isEmpty
                        ? "The page sends us nothing: the app is there, and subscribed to no field."
                        : "The page does not send us \(missing.joined(separator: ", ")).", advice: "\(fix).", fix: fix)
            }
            return Finding(.green, "The page sends us everything that is needed.")
        } catch {
            return Self.finding(error, advice: Self.associate)
        }
    }

    /// Meta: apps that are subscribed to a page. An entry may lack its fields: then it has none.
    ///
    /// - Returns: `nil` where our app is not among them.
    static func subscribedFields(
        of page: String, as token: String, _ reader: GraphReader
    ) async throws(GraphTrouble) -> Set<String>? {
        let apps = try await reader.all("\(page)/subscribed_apps", [], as: token)
        return apps.first { $0["id"]?.id == reader.app.id }.map { app in
            Set((app["subscribed_fields"]?.list ?? []).compactMap(\.text))
        }
    }

    /// Who answers now, asked about the last customer; and whether sends failed for it in the last day.
    func thread(_ reader: GraphReader) async -> Finding {
        let advice =
            "Give the conversation back to this app in the page's inbox, or make it the default app in the page's "
            + "settings for conversation routing."
        let failed = (facts.failures["10/2018300"] ?? 0) + (facts.failures["100/2534037"] ?? 0)
        if let customer = facts.lastCustomer, MessengerAddress.isID(customer.value) {
            do throws(GraphTrouble) {
                let told = try await reader.read(
                    "\(page)/thread_owner", [(name: "recipient", value: customer.value)], as: pageToken ?? "")
                guard case .list(let owners) = told["data"] else {
                    throw .noAnswer("Meta does not tell who answers conversations.")
                }
                if let owner = owners.first?["thread_owner"]?["app_id"]?.id, owner != reader.app.id {
                    return Finding(
                        .red, "App \(owner.prefix(32)) has taken the last customer's conversation.", advice: advice)
                }
            } catch {
                return Self.finding(error, advice: advice)
            }
        }
        guard failed == 0 else {
            return Finding(
                .yellow, "\(failed) messages of the last day failed because another app had the conversation.",
                advice: advice)
        }
        return Finding(.green, "No other app has taken a conversation.")
    }
}

/// A page that the Facebook user gave us.
struct GrantedPage {
    let id: String
    let name: String
    let username: String?
    let link: String?
    let tasks: Set<String>
    let token: String?

    var maySend: Bool { tasks.contains(MessengerFields.task) }

    /// All of them: one that is missing looks like a role that was lost.
    static func all(
        as token: String, withTokens: Bool = false, _ reader: GraphReader
    ) async throws(GraphTrouble) -> [GrantedPage] {
        let fields = "id,name,username,link,tasks" + (withTokens ? ",access_token" : "")
        let list = try await reader.all(
            "me/accounts", [(name: "fields", value: fields), (name: "limit", value: "100")], as: token)
        var pages: [GrantedPage] = []
        for entry in list {
            guard let id = entry["id"]?.id, MessengerAddress.isID(id) else {
                throw .noAnswer("Meta lists a page without an id.")
            }
            pages.append(
                GrantedPage(
                    id: id, name: String((entry["name"]?.text ?? id).prefix(100)), username: entry["username"]?.text,
                    link: entry["link"]?.text, tasks: Set((entry["tasks"]?.list ?? []).compactMap(\.text)),
                    token: entry["access_token"]?.text))
        }
        return pages
    }
}
