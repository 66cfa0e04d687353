import ConnectorKit
import GatewayModel

/// App credentials → Associate User → permissions → which page → what would be taken away from somebody else → done.
struct MessengerConnecting {
    enum Step {
        static let app = "app"
        static let associate = "associate"
        static let identify = "identify"
        static let page = "page"
        static let replace = "replace"
    }

    private let progress: ConnectingProgress
    private let login: FacebookLogin

    init(_ progress: ConnectingProgress) {
        self.progress = progress
        login = FacebookLogin(progress: progress)
    }

    func nextStep(over transport: any HTTPTransport) async -> ConnectingStep {
        let secret = progress.app.secrets.current(MetaApp.Key.appSecret)?.reveal() ?? ""
        guard progress.app.settings[MetaApp.Key.appID] != nil, !secret.isEmpty else {
            return credentials("Enter the app's ID and secret, from Meta's app dashboard. \(Self.beSignedIn)")
        }
        do throws(GraphTrouble) {
            let reader = try GraphReader(progress.app, over: transport)
            let told = try await reader.read(
                reader.app.id, [(name: "fields", value: "id,name")], as: reader.app.token)
            guard told["id"]?.id == reader.app.id else {
                throw .noAnswer("Meta's answer about the app cannot be read.")
            }
            return await user(reader, label: told["name"]?.text ?? "Facebook app")
        } catch {
            switch error {
            case .refused(let refused) where [100, 101, 190].contains(refused.code):
                return credentials("Meta refuses the app's ID and secret. Enter them once more.")
            default: return ConnectingStep(id: Step.app, text: error.explanation, kind: .failed)
            }
        }
    }

    private static let beSignedIn =
        "For the next step you must be signed in to Facebook, in this browser, as somebody with admin rights on the page."

    private func credentials(_ text: String) -> ConnectingStep {
        ConnectingStep(
            id: Step.app, text: text,
            kind: .enter(progress.purpose == .reconnect ? MetaApp.credentials : MetaApp.settings))
    }

    private func associate(_ app: MetaApp, _ trouble: String? = nil, asksAgain: Bool = false) -> ConnectingStep {
        let text =
            "Associate User: Facebook asks whether this gateway may answer for your pages. You must be signed in there, "
            + "in this browser, as somebody with admin rights on the page."
        return ConnectingStep(
            id: Step.associate, text: [trouble, text].compactMap(\.self).joined(separator: " "),
            kind: .open(url: login.dialog(app, asksAgain: asksAgain), returns: true))
    }

    /// Whose token we have, and whether it permits enough.
    private func user(_ reader: GraphReader, label: String) async -> ConnectingStep {
        var token = progress.app.secrets.current(MetaApp.Key.userToken)?.reveal()
        // A token from before serves to connect more pages; to reconnect there must be a new one.
        if progress.purpose == .reconnect, !progress.granted.contains(MetaApp.Key.userToken) { token = nil }
        var granted: [String: Secret] = [:]
        do throws(GraphTrouble) {
            if let address = progress.answers[Step.associate]?.text, !address.isEmpty {
                switch login.returned(address) {
                case .nothing(let trouble): return associate(reader.app, trouble)
                case .code(let code):
                    let fresh = try await login.token(for: code, reader)
                    granted[MetaApp.Key.userToken] = Secret(fresh)
                    token = fresh
                }
            }
            guard let token else { return associate(reader.app) }
            let info = try await TokenInfo.of(token, reader)
            let scopes = info.scopes
            if info.trouble(at: Timestamp(milliseconds: 0), app: reader.app.id, types: ["USER", "SYSTEM_USER"]) != nil {
                return associate(reader.app, "The login counts no more.")
            }
            let missing = MessengerFields.permissions.filter { !scopes.contains($0) }
            guard missing.isEmpty else {
                return associate(
                    reader.app, "Not granted: \(missing.joined(separator: ", ")). Leave every permission switched on.",
                    asksAgain: true)
            }
            let pages = try await GrantedPage.all(as: token, withTokens: true, reader)
            return await chosen(among: pages, granted, reader, label: label)
        } catch {
            guard case .refused(let refused) = error, [100, 102, 190].contains(refused.code) else {
                return ConnectingStep(id: Step.associate, text: error.explanation, kind: .failed, granted: granted)
            }
            return associate(reader.app, "Facebook's login did not hold: \(error.explanation)")
        }
    }

    private func chosen(
        among pages: [GrantedPage], _ granted: [String: Secret], _ reader: GraphReader, label: String
    ) async -> ConnectingStep {
        var granted = granted
        let step = { (id: String, text: String, kind: ConnectingStep.Kind) in
            ConnectingStep(id: id, text: text, kind: kind, granted: granted)
        }
        if progress.purpose == .reconnect {
            let ours = pages.filter { progress.taken.contains(MessengerAddress.carried($0.id)) && $0.token != nil }
            guard !ours.isEmpty else {
                return step(
                    Step.associate, "This Facebook user has a role on none of the pages that are connected.", .failed)
            }
            grant(ours, &granted)
            return ConnectingStep(
                id: "done", text: "Facebook takes the login.",
                kind: .connect(
                    ConnectingPlan(
                        appLabel: label, addresses: [], fixes: [MessengerChecklist.Item.subscription])),
                granted: granted)
        }
        // A list that shifts between two of its pages names one twice.
        var seen: Set<String> = []
        let free = pages.filter { page in
            seen.insert(page.id).inserted && page.maySend && page.token != nil
                && !progress.taken.contains(MessengerAddress.carried(page.id))
        }
        guard !free.isEmpty else {
            let trouble =
                pages.isEmpty
                ? "The Facebook user gave us no page. Choose one in Facebook's dialog."
                : "The Facebook user gave us no page that is free and that they may answer for."
            // A login from before was given the pages of that day. This may be about another one.
            guard !granted.isEmpty || progress.granted.contains(MetaApp.Key.userToken) else {
                return associate(reader.app, trouble)
            }
            return step(Step.page, trouble, .failed)
        }
        let choices = Set(progress.answers[Step.page]?.choices ?? [])
        let picked = free.filter { choices.contains($0.id) }
        guard !picked.isEmpty else { return question(free, of: pages, granted) }
        do throws(GraphTrouble) {
            let ours = progress.webhookAddress(MessengerWebhook.events)
            if let there = try await AppSubscription.ofPages(reader), there.address != ours, !there.address.isEmpty,
                progress.answers[Step.replace]?.isConfirmed != true
            {
                return step(
                    Step.replace,
                    "Events of this app go to \(there.shownAddress) now, and will come here alone, for all of its pages.",
                    .confirm)
            }
        } catch {
            return step(Step.page, error.explanation, .failed)
        }
        grant(picked, &granted)
        return ConnectingStep(
            id: "done", text: "The page is connected.",
            kind: .connect(
                ConnectingPlan(
                    appLabel: label, addresses: picked.map { MessengerAddress.carried($0.id) },
                    labels: Dictionary(picked.map { (MessengerAddress.carried($0.id), $0.name) }) { first, _ in first },
                    fixes: [MessengerChecklist.Item.appWebhook, MessengerChecklist.Item.subscription])),
            granted: granted)
    }

    private func grant(_ pages: [GrantedPage], _ granted: inout [String: Secret]) {
        for page in pages { granted[MetaApp.Key.pageToken(of: page.id)] = page.token.map { Secret($0) } }
    }

    /// Which page: first as somebody names it, then to be confirmed, or to be chosen among all.
    private func question(
        _ free: [GrantedPage], of pages: [GrantedPage], _ granted: [String: Secret]
    ) -> ConnectingStep {
        let ask = { (text: String) in
            ConnectingStep(
                id: Step.identify, text: text,
                kind: .ask(label: "The page's address, username or id; nothing, to choose from a list"),
                granted: granted)
        }
        guard let answer = progress.answers[Step.identify] else { return ask("Which page is it?") }
        let typed = (answer.text ?? "").trimmingWhiteSpace()
        let choose = { (text: String, pages: [GrantedPage], several: Bool) in
            let choices = pages.map { ConnectingChoice(id: $0.id, label: "\($0.name) (\($0.id))") }
            return ConnectingStep(
                id: Step.page, text: text, kind: .choose(choices, several: several), granted: granted)
        }
        if typed.isEmpty { return choose("Which pages belong to this contact point?", free, true) }
        guard let meant = PageIdentification(typed) else {
            return ask("That names no page. Its address, its username or its id does.")
        }
        if let page = free.first(where: { $0.isMeant(by: meant) }) { return choose("Is this the page?", [page], false) }
        guard let other = pages.first(where: { $0.isMeant(by: meant) }) else {
            return ask(
                "The Facebook user gave us no such page. Is it the right user, and was the page chosen in the dialog?")
        }
        return ask(
            other.maySend
                ? "“\(other.name)” is connected already."
                : "The Facebook user may not answer messages of “\(other.name)”.")
    }
}
