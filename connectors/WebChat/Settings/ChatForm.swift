import ConnectorKit

/// The web chat tab, as data: every field of ``ChatSettings``, in the order in which somebody sets up a chat.
enum ChatForm {
    static let form = ClientForm(
        sections: [chat, sites, welcome(), behaviour, appearance(), menu, mobile, wording(), limits],
        masterSwitch: "isEnabled", snippet: #"<script async src="{clients}/loader.js"></script>"#,
        preview: "frame?preview")

    private typealias Field = ClientForm.Field

    private static let chat = ClientForm.Section(
        "Web chat",
        [
            Field(
                "isEnabled", "Web chat is on",
                help: "Off, the chat is nowhere to be seen, and open conversations are closed.", .toggle)
        ])

    private static let sites = ClientForm.Section(
        "Allowed domains",
        [
            Field(
                "allowedDomains", "Domains",
                help: "Which sites may show the chat: shop.example, *.example.com (not example.com itself), with a "
                    + "scheme or port where wanted. An empty list lets any site, which is not recommended.",
                .texts(placeholder: "*.example.com", most: 200))
        ])

    private static func welcome() -> ClientForm.Section {
        let types = [
            ("text", "One line"), ("textarea", "Several lines"), ("email", "E-mail address"), ("tel", "Phone number"),
            ("number", "Number"), ("select", "One of a list"),
        ].map { ClientForm.Choice($0.0, $0.1) }
        return ClientForm.Section(
            "Welcome form", help: "What a visitor is asked before the first message.",
            [
                Field(
                    "form.fields", "Fields",
                    .list(
                        [
                            Field("label", "Label", .text(most: 200, isRequired: true)),
                            Field(
                                "id", "Name",
                                help: "What the answer is called in the conversation. firstName and lastName are what "
                                    + "the customer is called.", .name),
                            Field("type", "Kind", .choice(types)),
                            Field("isRequired", "Required", .toggle),
                            Field(
                                "isFirstMessage", "The answer is the visitor's first message", .toggle),
                            Field(
                                "options", "To choose from", help: "For a field that is one of a list.",
                                .texts(placeholder: "An order", most: 100)),
                        ], most: WelcomeForm.mostFields, item: "field"),
                    caution: ClientForm.Caution(
                        "From the first form that is saved here, fields that a page gives by JavaScript are ignored for "
                            + "good, even if this form is emptied later.", until: "form.isSaved"))
            ])
    }

    private static let behaviour = ClientForm.Section(
        "What visitors can do",
        [
            Field(
                "emailTranscript", "Transcript by e-mail",
                help: "Visitors may have the conversation mailed, once somebody has answered.", .toggle),
            Field("visitorFiles", "Files from visitors", .toggle),
            Field("agentFiles", "Files from agents", .toggle),
            Field(
                "fileTypes", "Types of file", help: "Which files visitors may send; none chosen allows all of these.",
                .choices(ChatFiles.types.sorted().map { ClientForm.Choice($0, $0) })),
            Field("emojis", "Emojis", .toggle),
            Field("sounds", "Sounds", help: "A sound for an answer. Visitors can mute it.", .toggle),
            Field(
                "titleFlash", "Title bar notifications",
                help: "The title of the page tells of an answer while its tab is hidden.", .toggle),
        ])

    private static func appearance() -> ClientForm.Section {
        let layout = [
            Field("layout.width", "Width", .number(280...800, unit: "pixels")),
            Field("layout.height", "Height", .number(320...1200, unit: "pixels")),
            Field("layout.vertical", "Edge", .choice([.init("bottom", "Bottom"), .init("top", "Top")])),
            Field("layout.horizontal", "Side", .choice([.init("right", "Right"), .init("left", "Left")])),
            Field(
                "layout.isDocked", "In the page",
                help: "Off, the chat opens in a window of its own.", .toggle),
        ]
        let colors = ChatColors.entries.sorted { $0.key < $1.key }.map { name, entry in
            Field("colors.\(name)", label(of: name), help: entry.help, .color(light: entry.light, dark: entry.dark))
        }
        let font = Field(
            "font", "Font", help: "Families that are on the visitor's machine, in the order of preference.",
            .text(most: 200, placeholder: "Georgia, \"Times New Roman\", serif"))
        return ClientForm.Section(
            "Appearance", help: "The preview is the chat itself. What is not set can be read by everybody.",
            layout + [font] + colors)
    }

    /// `agentMessageText` as a person would write it.
    private static func label(of name: String) -> String {
        let words = name.map { $0.isUppercase ? " \($0.lowercased())" : String($0) }.joined()
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private static let menu = ClientForm.Section(
        "Menu",
        [
            Field("menu.offset.horizontal", "To the side", .number(-500...500, unit: "pixels")),
            Field("menu.offset.vertical", "Down", .number(-500...500, unit: "pixels")),
            Field(
                "menu.items", "Items and links", help: "They come before the chat's own.",
                .list(
                    [
                        Field("label", "Label", .text(most: 80, isRequired: true)),
                        Field("id", "Name", help: "What a page's script hears when it is chosen.", .name),
                        Field(
                            "url", "Address", help: "https, http, mailto or tel.",
                            .text(most: 2000, placeholder: "https://", isRequired: true)),
                        Field("title", "Explanation", .text(most: 200)),
                        Field("icon", "Icon", help: "One emoji.", .text(most: 40)),
                    ], most: 20, item: "item")),
        ])

    private static let mobile = ClientForm.Section(
        "Mobile",
        [
            Field(
                "mobileNumber", "Number to text",
                help: "Visitors with a phone are sent to their SMS app, with a new message to this number. Empty, they "
                    + "chat as everybody does.", .text(most: 16, placeholder: "+15551234567"))
        ])

    private static func wording() -> ClientForm.Section {
        let texts = WidgetFiles.packaged["texts-en.json"].flatMap {
            JSONTree(reading: $0.bytes)
        }
        // Those that depend on a number are no single text.
        let words = (texts?.fields ?? [:]).compactMapValues(\.text).sorted { $0.key < $1.key }
        return ClientForm.Section(
            "Texts", help: "In place of the chat's own, language by language.",
            [
                Field(
                    "texts", "Texts",
                    .wording(words.map { ClientForm.Choice($0.key, $0.value) }))
            ])
    }

    private static let limits = ClientForm.Section(
        "Limits",
        [
            Field("sessionHours", "A visitor is remembered for", .number(1...8760, unit: "hours")),
            Field("limits.messagesPerMinute", "Messages of one visitor", .number(1...600, unit: "a minute")),
            Field("limits.sessionsPerMinute", "New visitors", .number(1...100_000, unit: "a minute")),
            Field(
                "limits.sessionsPerMinuteOfOneAddress", "New visitors from one network address",
                .number(1...100_000, unit: "a minute")),
        ])
}
