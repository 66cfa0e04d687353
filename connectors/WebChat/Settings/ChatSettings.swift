import ConnectorKit
import GatewayModel

/// What an administrator chose on the web chat tab of a contact point.
struct ChatSettings: Sendable {
    let document: JSONTree
    let version: String

    init(_ saved: ClientSettingsDocument) {
        document = saved.document
        version = saved.version
    }

    var isEnabled: Bool { document["isEnabled"] == .bool(true) }
    var mailsTranscripts: Bool { document["emailTranscript"] == .bool(true) }
    var takesFiles: Bool { document["visitorFiles"] == .bool(true) }
    var sendsFiles: Bool { document["agentFiles"] == .bool(true) }
    var allowedDomains: [SitePattern] {
        document["allowedDomains"]?.list.compactMap { SitePattern($0.text ?? "") } ?? []
    }
    var sessionLength: Duration { .seconds(3600 * (document["sessionHours"]?.integer ?? 72)) }
    var messagesPerMinute: Int { Int(document["limits"]?["messagesPerMinute"]?.integer ?? 30) }
    var sessionsPerMinute: Int { Int(document["limits"]?["sessionsPerMinute"]?.integer ?? 600) }
    var sessionsOfOneAddress: Int { Int(document["limits"]?["sessionsPerMinuteOfOneAddress"]?.integer ?? 120) }
    var form: WelcomeForm { WelcomeForm(document["form"] ?? .null) }

    var fileTypes: Set<String> {
        let chosen = Set(document["fileTypes"]?.list.compactMap(\.text) ?? [])
        return chosen.isEmpty ? ChatFiles.types : chosen
    }

    /// As pages see it: nothing of it is secret, and nothing is in it that no page needs.
    func shown(as label: String) -> JSONTree {
        var fields = document.fields
        for hidden in ["allowedDomains", "sessionHours", "limits", "mobileNumber"] { fields[hidden] = nil }
        fields["version"] = .text(version)
        fields["label"] = .text(label)
        fields["fileTypes"] = .list(fileTypes.sorted().map { .text($0) })
        fields["mostFileBytes"] = .integer(Int64(ChatFiles.mostBytes))
        fields["mostTextLength"] = .integer(Int64(Self.mostTextLength))
        fields["mobile"] = .fields(["smsNumber": document["mobileNumber"] ?? .null])
        return .fields(fields)
    }

    /// Of a visitor's message, in UTF-16 code units, as browsers count.
    static let mostTextLength = 1024

    /// What applies until something is saved: off, and then as most sites want it.
    static let standard = JSONTree.fields([
        "isEnabled": .bool(false), "emailTranscript": .bool(true), "visitorFiles": .bool(true),
        "agentFiles": .bool(true), "fileTypes": .list([]), "emojis": .bool(true), "sounds": .bool(true),
        "titleFlash": .bool(true), "allowedDomains": .list([]), "mobileNumber": .null,
        "menu": .fields([
            "offset": .fields(["horizontal": .integer(0), "vertical": .integer(0)]), "items": .list([]),
        ]),
        "layout": .fields([
            "width": .integer(400), "height": .integer(600), "vertical": .text("bottom"),
            "horizontal": .text("right"), "isDocked": .bool(true),
        ]),
        "colors": .fields([:]), "font": .null,
        "form": .fields(["isSaved": .bool(false), "fields": .list([])]), "texts": .fields([:]),
        "sessionHours": .integer(72),
        "limits": .fields([
            "messagesPerMinute": .integer(30), "sessionsPerMinute": .integer(600),
            "sessionsPerMinuteOfOneAddress": .integer(120),
        ]),
    ])
}
