/// `POST /mock/break`: something at X goes wrong, or is mended.
struct BreakOrder: Decodable, Sendable {
    let what: String
    /// A business's.
    let account: String?
    let app: String?
    let person: String?
    let webhook: String?
    let text: String?
    /// As `send`; by default that.
    let limit: String?
    let url: String?

    /// - Returns: what came of it; `nil` where the order makes no sense.
    func carryOut(on x: MockX) async throws(MockXFailure) -> String? {
        if let account, let id = x.account(account)?.id {
            if changeAccount(id, x) { return "" }
            if let done = try await actAsOwner(id, x) { return done }
        }
        if let app, x.app(app) != nil, let done = changeApp(app, x) { return done }
        return await changeWebhook(x)
    }

    private func changeAccount(_ id: String, _ x: MockX) -> Bool {
        let change: (inout MockXAccount) -> Void
        switch what {
        case "suspend", "unsuspend": change = { $0.isSuspended = what == "suspend" }
        case "lock", "unlock": change = { $0.isLocked = what == "lock" }
        case "askPhone", "verifyPhone": change = { $0.needsPhoneVerification = what == "askPhone" }
        case "followersOnly", "openDMs": change = { $0.allowsDMsFrom = what == "openDMs" ? .all : .following }
        default: return false
        }
        x.update(account: id, change)
        return true
    }

    private func actAsOwner(_ id: String, _ x: MockX) async throws(MockXFailure) -> String? {
        switch what {
        case "removeApp": await x.removeApp(app ?? "", of: id)
        case "revokeTokens": x.revokeTokens(of: id)
        case "unsubscribe": x.removeSubscription(of: id, app: app ?? "")
        case "useUp": x.exhaust(limit.flatMap(XLimit.init) ?? .send, of: id)
        case "free": x.freeLimits(of: id)
        case "ownerWrites":
            guard let person, let text else { return nil }
            try await x.user(id).write(text, to: person)
        case "ownerBlocks", "ownerUnblocks":
            guard let person else { return nil }
            try await x.user(id).setBlocked(what == "ownerBlocks", person)
        default: return nil
        }
        return ""
    }

    private func changeApp(_ id: String, _ x: MockX) -> String? {
        if what == "regenerateSecret" { return x.regenerateConsumerSecret(of: id) }
        let change: (inout MockXApp) -> Void
        switch what {
        case "suspendApp", "unsuspendApp": change = { $0.isSuspended = what == "suspendApp" }
        case "read": change = { $0.permission = .read }
        case "readWrite": change = { $0.permission = .readWrite }
        case "readWriteMessages": change = { $0.permission = .readWriteDirectMessages }
        case "noAccess": change = { $0.access = [] }
        case "enterprise": change = { $0.access = [.enterprise] }
        case "accountActivity": change = { $0.access = [.accountActivity] }
        case "activity": change = { $0.access = [.activity] }
        case "allAccess": change = { $0.access = Set(XAccess.allCases) }
        case "allowCallback":
            guard let url else { return nil }
            change = { if !$0.callbackURLs.contains(url) { $0.callbackURLs.append(url) } }
        default: return nil
        }
        x.update(app: id, change)
        return ""
    }

    /// The one that is named, or else all of the app.
    private func changeWebhook(_ x: MockX) async -> String? {
        let meant = x.webhooks.filter { webhook == nil ? $0.app == app : $0.id == webhook }.map(\.id)
        guard !meant.isEmpty else { return nil }
        for id in meant {
            switch what {
            case "invalidate": x.invalidateWebhook(id)
            case "removeWebhook": x.removeWebhook(id)
            case "challenge": await x.checkWebhook(id)
            default: return nil
            }
        }
        return ""
    }
}
