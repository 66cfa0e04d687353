import ConnectorKit

/// The rules of the document: what each field may be, and what should be minded.
struct ChatSettingsRule: ClientSettings {
    var standard: JSONTree { ChatSettings.standard }

    func isOpen(under document: JSONTree) -> Bool { document["isEnabled"] == .bool(true) }

    func refusal(of message: OutboundMessage, under document: JSONTree) -> ClientRefusal? {
        let settings = ChatSettings(ClientSettingsDocument(document: document, version: ""))
        if !settings.isEnabled {
            return ClientRefusal(.conflict, "chat-off", "Web chat is switched off at this contact point.")
        }
        if !message.media.isEmpty, !settings.sendsFiles {
            return ClientRefusal(
                .conflict, "files-not-allowed", "Files to visitors are switched off in the web chat settings.",
                fields: [ClientRefusal.Field("media", "files to visitors are switched off.")])
        }
        return nil
    }

    func check(_ given: JSONTree, over saved: JSONTree) throws(ClientRefusal) -> JSONTree {
        var check = DocumentCheck()
        check.names(given, "", known: Set(standard.fields.keys))
        // One level deep: of an object such as colours what is not given stays, of a list it does not.
        var fields = standard.fields.merging(saved.fields) { _, saved in saved }
        for (name, value) in given.fields {
            if Self.merged.contains(name), let before = fields[name], case .fields(let new) = value {
                fields[name] = .fields(
                    before.fields.merging(new) { _, new in new }
                        .filter { $0.value != .null || !Self.mayBeUnset($0.key, of: name) })
            } else {
                fields[name] = value
            }
        }
        if let form = given["form"] {
            let before = saved["form"] ?? .null
            let isSaved =
                before["isSaved"] == .bool(true) || form["isSaved"] == .bool(true)
                || form["fields"] ?? .list([]) != before["fields"] ?? .list([])
            fields["form"] = .fields(["isSaved": .bool(isSaved), "fields": form["fields"] ?? .list([])])
            check.names(form, "form", known: ["isSaved", "fields"])
        }
        try checkAll(&fields, &check)
        try check.finish()
        return .fields(fields)
    }

    private static let merged: Set<String> = ["menu", "layout", "colors", "texts", "limits"]

    /// Whether null takes back what was set, so that the standard applies.
    private static func mayBeUnset(_ key: String, of name: String) -> Bool {
        switch name {
        case "colors": ChatColors.entries[key] != nil
        case "texts": isLanguage(key)
        default: false
        }
    }

    static func isLanguage(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*/) != nil
    }

    private static let switches = [
        "isEnabled", "emailTranscript", "visitorFiles", "agentFiles", "emojis", "sounds", "titleFlash",
    ]

    private func checkAll(_ fields: inout [String: JSONTree], _ check: inout DocumentCheck) throws(ClientRefusal) {
        for name in Self.switches { check.isBool(fields[name] ?? .null, name) }
        for (place, type) in check.list(fields["fileTypes"] ?? .null, "fileTypes", most: 50).enumerated() {
            check.choice(type, "fileTypes[\(place)]", ChatFiles.types.sorted())
        }
        let domains = check.list(fields["allowedDomains"] ?? .null, "allowedDomains", most: 200)
        for (place, domain) in domains.enumerated() where SitePattern(domain.text ?? "") == nil {
            check.fault("allowedDomains[\(place)]", SitePattern.rule)
        }
        fields["allowedDomains"] = .list(
            domains.compactMap { SitePattern($0.text ?? "").map { .text($0.description) } })
        if let number = fields["mobileNumber"], number != .null {
            if number.text?.wholeMatch(of: /\+[1-9][0-9]{6,14}|[0-9]{3,8}/) == nil {
                check.fault(
                    "mobileNumber",
                    "it must be a phone number in international form, +15551234567, a short code, or null.")
            }
        }
        Self.checkMenu(fields["menu"] ?? .null, &check)
        Self.checkLayout(fields["layout"] ?? .null, &check)
        ChatColors.check(fields["colors"] ?? .null, &check)
        if let font = fields["font"], font != .null, ChatFont(font.text ?? "") == nil {
            check.fault("font", ChatFont.rule)
        }
        WelcomeForm.check(fields["form"]?["fields"] ?? .null, "form.fields", &check)
        Self.checkTexts(fields["texts"] ?? .null, &check)
        check.isNumber(fields["sessionHours"] ?? .null, "sessionHours", 1...8760)
        check.names(
            fields["limits"] ?? .null, "limits",
            known: ["messagesPerMinute", "sessionsPerMinute", "sessionsPerMinuteOfOneAddress"])
        check.isNumber(fields["limits"]?["messagesPerMinute"] ?? .null, "limits.messagesPerMinute", 1...600)
        for name in ["sessionsPerMinute", "sessionsPerMinuteOfOneAddress"] {
            check.isNumber(fields["limits"]?[name] ?? .null, "limits.\(name)", 1...100_000)
        }
    }

    private static func checkMenu(_ menu: JSONTree, _ check: inout DocumentCheck) {
        check.names(menu, "menu", known: ["offset", "items"])
        let offset = menu["offset"] ?? .null
        check.names(offset, "menu.offset", known: ["horizontal", "vertical"])
        for name in ["horizontal", "vertical"] {
            check.isNumber(offset[name] ?? .null, "menu.offset.\(name)", -500...500)
        }
        var ids: Set<String> = []
        for (place, item) in check.list(menu["items"] ?? .null, "menu.items", most: 20).enumerated() {
            let field = "menu.items[\(place)]"
            check.names(item, field, known: ["id", "label", "title", "icon", "url"])
            if let id = check.text(item["id"], "\(field).id", 1...80), !ids.insert(id).inserted {
                check.fault("\(field).id", "another item has it.")
            }
            check.text(item["label"], "\(field).label", 1...80)
            if let title = item["title"], title != .null { check.text(title, "\(field).title", 0...200) }
            if let icon = item["icon"], icon != .null { check.text(icon, "\(field).icon", 0...40) }
            if let url = check.text(item["url"], "\(field).url", 1...2000),
                url.wholeMatch(of: /(?:https?:\/\/|mailto:|tel:)[^\s<>"]+/) == nil
            {
                check.fault("\(field).url", "it must begin with https://, http://, mailto: or tel:.")
            }
        }
    }

    private static func checkLayout(_ layout: JSONTree, _ check: inout DocumentCheck) {
        check.names(layout, "layout", known: ["width", "height", "vertical", "horizontal", "isDocked"])
        check.isNumber(layout["width"] ?? .null, "layout.width", 280...800)
        check.isNumber(layout["height"] ?? .null, "layout.height", 320...1200)
        check.choice(layout["vertical"], "layout.vertical", ["top", "bottom"])
        check.choice(layout["horizontal"], "layout.horizontal", ["left", "right"])
        check.isBool(layout["isDocked"] ?? .null, "layout.isDocked")
    }

    private static func checkTexts(_ texts: JSONTree, _ check: inout DocumentCheck) {
        guard case .fields(let languages) = texts, languages.count <= 50 else {
            return check.fault("texts", "it must be an object of at most 50 languages.")
        }
        for (language, own) in languages.sorted(by: { $0.key < $1.key }) {
            guard isLanguage(language) else {
                check.fault("texts.\(language)", "it must be named by a language: en, de, pt-BR.")
                continue
            }
            guard case .fields(let words) = own, words.count <= 200 else {
                check.fault("texts.\(language)", "it must be an object of at most 200 texts.")
                continue
            }
            for (name, text) in words.sorted(by: { $0.key < $1.key }) {
                check.text(text, "texts.\(language).\(name)", 0...500)
            }
        }
    }

    func warnings(about document: JSONTree) -> [ClientRefusal.Field] {
        let settings = ChatSettings(ClientSettingsDocument(document: document, version: ""))
        var warnings = ChatColors.warnings(about: document["colors"] ?? .null)
        if settings.allowedDomains.isEmpty {
            warnings.append(
                ClientRefusal.Field(
                    "allowedDomains",
                    "Any site can show this chat as its own. Name the sites that may: *.example.com."))
        }
        if settings.form.isSaved {
            warnings.append(
                ClientRefusal.Field(
                    "form", "Fields that a page's script gives are ignored for good, because a form was saved here."))
        }
        return warnings
    }
}
