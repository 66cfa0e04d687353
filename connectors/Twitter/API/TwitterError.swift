import ConnectorKit
import HTTPTypes

/// X's own word that it did not do what was asked.
///
/// Two forms: v1.1 has numbers, v2 has problems (RFC 9457). Either may come on paths of the other. Their words are
/// compared with those of the documentation, where nothing else tells cases apart, and are never passed on: they may
/// quote what was sent.
struct TwitterError: Hashable {
    let status: Int
    /// Of v1.1.
    let code: Int?
    /// Of v2: the end of the problem's type.
    let problem: String?
    /// The parameter that X calls invalid.
    let parameter: String?
    /// In small letters.
    private let words: [String]

    /// `nil` where the answer has what was asked for, perhaps not all of it, or nothing of X's.
    init?(_ reply: HTTPReply) {
        guard let tree = JSONTree(reading: reply.body) else { return nil }
        let isDone = ["data", "event"].contains { tree[$0] != nil && tree[$0] != .null }
        guard !(isDone && (200..<300).contains(reply.status)), let told = Self.problem(in: tree) else { return nil }
        let type = told["type"]?.text?.split(separator: "/").last.map(String.init)
        let parameters = [told, tree["errors"]?.list.first].compactMap { $0?["parameters"]?.fields.keys.min() }
        status = reply.status
        code = told["code"]?.integer.flatMap { Int(exactly: $0) }
        problem = type.flatMap { Self.problems.contains($0) ? $0 : nil }
        parameter = (parameters.first ?? told["parameter"]?.text).map { String($0.prefix(64)) }
        words = ["title", "detail", "message"].compactMap { told[$0]?.text?.prefix(500).lowercased() }
    }

    /// Whether this is among X's own English words.
    func says(_ text: String) -> Bool { words.contains { $0.contains(text.lowercased()) } }

    /// Whether it says nothing else.
    func saysOnly(_ text: String) -> Bool { words.allSatisfy { $0 == text.lowercased() } }

    /// As people quote it: `349`, `client-forbidden`, or the status where there is nothing better.
    var text: String { code.map(String.init) ?? problem ?? String(status) }

    /// The answer itself, or the first of the errors in it.
    private static func problem(in tree: JSONTree) -> JSONTree? {
        if isProblem(tree) { return tree }
        return tree["errors"]?.list.first { $0["code"]?.integer != nil || $0["message"]?.text != nil || isProblem($0) }
    }

    private static func isProblem(_ tree: JSONTree) -> Bool {
        tree["title"]?.text != nil && (tree["type"]?.text != nil || tree["status"] != nil || tree["detail"] != nil)
    }

    /// X, API reference: the types of problems. What is none of them is `about:blank`, or of later days.
    private static let problems: Set = [
        "invalid-request", "resource-not-found", "resource-unavailable", "not-authorized-for-resource",
        "not-authorized-for-field", "disallowed-resource", "client-forbidden", "unsupported-authentication",
        "usage-capped", "rate-limit-exceeded", "internal-error",
    ]
}
