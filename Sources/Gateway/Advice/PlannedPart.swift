public import ConnectorKit

/// A part of a message, and how it travels.
public struct PlannedPart: Sendable {
    public let part: Part
    /// `nil` where it makes no difference.
    public let form: TextForm?

    init(_ part: Part, form: TextForm?) {
        self.part = part
        self.form = form
    }

    init(_ part: Part, by connector: any Connector) {
        self.init(part, form: (connector as? any DescribesTexts)?.form(of: part))
    }
}
