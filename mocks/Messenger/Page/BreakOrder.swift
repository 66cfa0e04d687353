/// `POST /mock/break`: something at Facebook goes wrong, or is mended.
struct BreakOrder: Decodable, Sendable {
    let what: String
    let user: String?
    let page: String?
    let app: String?
    let person: String?
    let text: String?

    /// - Returns: `false` where the order makes no sense.
    func carryOut(on meta: MockMeta) async -> Bool {
        if let user, await breakUser(user, meta) { return true }
        if let page, breakPage(page, meta) { return true }
        if let app, breakApp(app, meta) { return true }
        return await changeThread(meta)
    }

    private func breakUser(_ user: String, _ meta: MockMeta) async -> Bool {
        guard meta.users.contains(where: { $0.id == user }) else { return false }
        switch what {
        case "changePassword": meta.changePassword(of: user)
        case "expire": meta.revokeTokens(of: user, .expired)
        case "checkpoint": meta.revokeTokens(of: user, .checkpointed)
        case "removeRole": meta.setTasks([], of: user, for: page ?? "")
        case "giveRole": meta.setTasks(PageTask.everything, of: user, for: page ?? "")
        case "figuresOnly": meta.setTasks(PageTask.figures, of: user, for: page ?? "")
        case "declineMessaging": meta.decline("pages_messaging", of: user, for: app ?? "")
        case "removeApp": await meta.removeApp(app ?? "", of: user)
        case "deleteData": await meta.requestDataDeletion(by: user, from: app ?? "")
        default: return false
        }
        return true
    }

    private func breakPage(_ page: String, _ meta: MockMeta) -> Bool {
        guard meta.page(page) != nil else { return false }
        switch what {
        case "unsubscribe": meta.setSubscription(nil, of: page, app: app ?? "")
        case "stripFields": meta.setSubscription([], of: page, app: app ?? "")
        case "unpublish", "publish": meta.update(page: page) { $0.isPublished = what == "publish" }
        case "restrict", "unrestrict": meta.update(page: page) { $0.isRestricted = what == "restrict" }
        case "makeDefault", "noDefault": meta.update(page: page) { $0.defaultApp = what == "noDefault" ? nil : app }
        case "busyPage": meta.showUsage(page: page, percent: 100)
        case "warmPage": meta.showUsage(page: page, percent: 90)
        case "idlePage": meta.showUsage(page: page, percent: nil)
        case "delete": meta.removePage(page)
        default: return false
        }
        return true
    }

    private func breakApp(_ id: String, _ meta: MockMeta) -> Bool {
        guard var app = meta.app(id) else { return false }
        switch what {
        case "development", "live": app.isLive = what == "live"
        case "requireProof", "waiveProof": app.requiresProof = what == "requireProof"
        case "block", "unblock": app.isBlocked = what == "block"
        case "busyApp", "idleApp":
            meta.showUsage(app: id, percent: what == "busyApp" ? 100 : nil)
            return true
        case "deactivate", "activate":
            meta.changeSubscription(of: id, isActive: what == "activate")
            return true
        default: return false
        }
        meta.put(app)
        return true
    }

    private func changeThread(_ meta: MockMeta) async -> Bool {
        guard let page, let person, let psid = meta.person(person).psid(on: page) else { return false }
        switch what {
        case "takeThread": await meta.takeThreadControl(of: psid)
        case "passThread": await meta.passThreadControl(of: psid, to: app ?? "")
        case "releaseThread": meta.releaseThread(of: psid)
        case "inboxAnswer": await meta.answer(text ?? "", to: psid)
        default: return false
        }
        return true
    }
}
