/// How the settings of a platform's clients are asked for, as data: whoever draws it need not know the platform.
public struct ClientForm: Sendable {
    public var sections: [Section]
    /// The path of the switch without which nothing else of the document counts.
    public var masterSwitch: String
    /// What stands in a page of the customer's for the client to be there. `{clients}` is the absolute address below which
    /// the client is served, without a slash at the end.
    public var snippet: String
    /// Below the same address: a page that shows the client as a document would make it, by messages
    /// (`{gatehouse: "preview", settings: …}`) from the page around it, of the same origin; `nil` where there is none.
    public var preview: String?

    public init(sections: [Section], masterSwitch: String, snippet: String, preview: String? = nil) {
        self.sections = sections
        self.masterSwitch = masterSwitch
        self.snippet = snippet
        self.preview = preview
    }

    /// Fields that belong together, under a heading.
    public struct Section: Sendable {
        public var label: String
        public var help: String
        public var fields: [Field]

        public init(_ label: String, help: String = "", _ fields: [Field]) {
            self.label = label
            self.help = help
            self.fields = fields
        }
    }

    /// One value of the document.
    public struct Field: Sendable {
        /// Where it stands in the document, or in an item of a list: `menu.offset.horizontal`.
        public var path: String
        public var label: String
        public var help: String
        public var kind: Kind
        /// What a person has to agree to before it is changed for the first time.
        public var caution: Caution?

        public init(_ path: String, _ label: String, help: String = "", _ kind: Kind, caution: Caution? = nil) {
            self.path = path
            self.label = label
            self.help = help
            self.kind = kind
            self.caution = caution
        }
    }

    /// A warning that is due until a flag of the document is set.
    public struct Caution: Sendable {
        public var text: String
        /// The path of the flag.
        public var until: String

        public init(_ text: String, until: String) {
            self.text = text
            self.until = until
        }
    }

    /// A value to choose, and what it is called.
    public struct Choice: Sendable {
        public var value: String
        public var label: String

        public init(_ value: String, _ label: String) {
            self.value = value
            self.label = label
        }
    }

    /// What the value may be.
    public indirect enum Kind: Sendable {
        /// `true` or `false`.
        case toggle
        /// A text of at most so many characters. Where it may be left out, that is `null`.
        case text(most: Int, placeholder: String = "", isRequired: Bool = false)
        /// A whole number within a range, and what it counts: `pixels`.
        case number(ClosedRange<Int>, unit: String = "")
        /// One of several texts.
        case choice([Choice])
        /// Any number of several texts; none stands for all.
        case choices([Choice])
        /// A list of texts, each like the placeholder.
        case texts(placeholder: String, most: Int)
        /// A name made once, that others use: made from the label of the item, and not to be changed after it was saved.
        case name
        /// `#rrggbb`, or one for light pages and one for dark ones; what applies where it is left out.
        case color(light: String, dark: String)
        /// An ordered list of objects of these fields, and what one of them is called: `menu item`.
        case list([Field], most: Int, item: String)
        /// Texts in place of the client's own: by language, and in it by name, with the client's own English text.
        case wording([Choice])
    }
}
