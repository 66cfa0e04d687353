import ConnectorKit
import GatewayModel

/// What a visitor is asked before the first message.
struct WelcomeForm: Sendable {
    static let mostFields = 20
    private static let types = ["text", "number", "email", "tel", "textarea", "select"]
    private static let longestAnswer = 1024

    /// Whether a form was ever saved: from then on fields of a page's script mean nothing, also where it is empty.
    let isSaved: Bool
    let fields: [Field]

    struct Field: Sendable {
        let id, type, label: String
        let isRequired, isFirstMessage: Bool
        let options: [String]

        init(_ tree: JSONTree) {
            id = tree["id"]?.text ?? ""
            type = tree["type"]?.text ?? "text"
            label = tree["label"]?.text ?? ""
            isRequired = tree["isRequired"] == .bool(true)
            isFirstMessage = tree["isFirstMessage"] == .bool(true)
            options = tree["options"]?.list.compactMap(\.text) ?? []
        }
    }

    init(_ tree: JSONTree) {
        isSaved = tree["isSaved"] == .bool(true)
        fields = tree["fields"]?.list.map(Field.init) ?? []
    }

    /// What a visitor gave: the answers by id, what they are called, and what they said first.
    struct Answers: Sendable, Equatable {
        var values: [String: String] = [:]
        var firstMessage: String?

        /// By the fields that say so by their ids.
        var name: CustomerName? {
            let parts = ["firstName", "lastName"].compactMap { values[$0] }.filter { !$0.isEmpty }
            return parts.isEmpty
                ? values["name"].flatMap { CustomerName($0) } : CustomerName(parts.joined(separator: " "))
        }
    }

    /// - Parameter declared: the fields of the page's script.
    func answers(_ given: JSONTree, declared: JSONTree?) throws(ClientRefusal) -> Answers {
        var check = DocumentCheck()
        var fields = fields
        if !isSaved, let declared {
            Self.check(declared, "declaredForm", &check)
            fields = declared.list.prefix(Self.mostFields).map(Field.init)
        }
        check.names(given, "form", known: Set(fields.map(\.id)))
        var answers = Answers()
        for field in fields {
            let value = given[field.id]?.text?.trimmingWhiteSpace() ?? ""
            if let fault = field.fault(in: value, isText: given[field.id].map { $0.text != nil } ?? true) {
                check.fault("form.\(field.id)", fault)
            } else if field.isFirstMessage {
                answers.firstMessage = value.isEmpty ? nil : value
            } else if !value.isEmpty {
                answers.values[field.id] = value
            }
        }
        try check.finish()
        return answers
    }

    /// Whether somebody may write without having filled anything in.
    func asksNothing(declared: JSONTree?) -> Bool {
        !(isSaved ? fields : declared?.list.prefix(Self.mostFields).map(Field.init) ?? []).contains(where: \.isRequired)
    }

    static func check(_ tree: JSONTree, _ name: String, _ check: inout DocumentCheck) {
        var ids: Set<String> = []
        var firsts = 0
        for (place, field) in check.list(tree, name, most: mostFields).enumerated() {
            let path = "\(name)[\(place)]"
            check.names(field, path, known: ["id", "type", "label", "isRequired", "options", "isFirstMessage"])
            if let id = check.text(field["id"], "\(path).id", 1...80) {
                if id.wholeMatch(of: /[A-Za-z0-9_.-]+/) == nil {
                    check.fault("\(path).id", "it must be of letters, digits, dots, hyphens and underscores.")
                } else if !ids.insert(id).inserted {
                    check.fault("\(path).id", "another field has it.")
                }
            }
            check.choice(field["type"], "\(path).type", types)
            check.text(field["label"], "\(path).label", 1...200)
            if let flag = field["isRequired"] { check.isBool(flag, "\(path).isRequired") }
            if let flag = field["isFirstMessage"] { check.isBool(flag, "\(path).isFirstMessage") }
            if field["isFirstMessage"] == .bool(true) { firsts += 1 }
            let options = field["options"].map { check.list($0, "\(path).options", most: 100) } ?? []
            for (place, option) in options.enumerated() {
                check.text(option, "\(path).options[\(place)]", 1...200)
            }
            if field["type"]?.text == "select", options.isEmpty {
                check.fault("\(path).options", "a select needs something to choose from.")
            }
        }
        if firsts > 1 { check.fault(name, "only one field may be the first message.") }
    }
}

extension WelcomeForm.Field {
    /// What is wrong with an answer, for whoever gave it.
    fileprivate func fault(in value: String, isText: Bool) -> String? {
        guard isText else { return "it must be a text." }
        guard !value.isEmpty else { return isRequired ? "it must be filled in." : nil }
        guard value.utf16.count <= WelcomeForm.longest else { return "it is too long." }
        switch type {
        case "number": return Double(value) == nil ? "it must be a number." : nil
        case "email":
            return value.wholeMatch(of: /[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]+/) == nil
                ? "it must be an e-mail address." : nil
        case "tel":
            return value.wholeMatch(of: /\+?[0-9 ().\/-]{3,30}/) == nil ? "it must be a phone number." : nil
        case "select": return options.contains(value) ? nil : "it must be one of the choices."
        default: return nil
        }
    }
}

extension WelcomeForm {
    fileprivate static var longest: Int { longestAnswer }
}
