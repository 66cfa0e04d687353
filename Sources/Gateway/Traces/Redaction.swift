import ConnectorKit
import Foundation
import HTTPTypes

/// Makes of a call and its answer what people may see: the names of all fields, the values of those that the connector
/// has named, and never a secret or whom a call is about, wherever it stands.
struct Redaction: Sendable {
    /// Of a whole body; what is longer ends with dots.
    static let mostCharacters = 4096
    private static let mostItems = 5
    private static let mostDepth = 6

    private let rule: TraceRule
    /// Every form in which they could stand in an address or a body, and what is shown instead.
    private let hidden: [(text: String, shown: String)]

    /// - Parameter customer: the address of whom a call is about, where that stands in the call's address.
    init(_ rule: TraceRule, secrets: [Secret], customer: String? = nil) {
        self.rule = rule
        hidden =
            Self.forms(of: secrets.map { $0.reveal() }).map { ($0, "‹secret›") }
            + Self.forms(of: customer.map { [$0] } ?? []).map { ($0, "‹customer›") }
    }

    private static func forms(of texts: [String]) -> [String] {
        let texts = texts.filter { $0.count >= 4 }
        return Set(texts + texts.compactMap { $0.addingPercentEncoding(withAllowedCharacters: .alphanumerics) })
            .sorted { $0.count > $1.count }
    }

    /// An address: its path as it is, but for secrets and the customer, and of its query the names.
    func address(_ url: String) -> String {
        guard let mark = url.firstIndex(of: "?") else { return clean(url) }
        let query = url[url.index(after: mark)...]
        guard let pairs = FormBody.decode(query) else { return clean(String(url[..<mark])) + "?‹unreadable›" }
        return clean(String(url[..<mark])) + "?" + form(pairs)
    }

    /// The address of a file. Whoever knows a signed one has the file, so nothing of a query is shown; and of an address
    /// that is none of the platform's hosts, where the path may be signed as well, the host alone.
    func fileAddress(_ url: String, on hosts: Set<String>) -> String {
        guard let host = ConfinedTransport.hostAndPort(of: url), let parts = URLComponents(string: url),
            let scheme = parts.scheme?.lowercased()
        else { return "‹unreadable›" }
        guard hosts.contains(host) else { return clean("\(scheme)://\(host)/…") }
        return clean("\(scheme)://\(host)\(parts.percentEncodedPath)") + (parts.percentEncodedQuery == nil ? "" : "?…")
    }

    /// A body, by its type; `nil` for one that is empty or of a type that is not shown.
    func body(_ bytes: [UInt8], type: String?) -> String? {
        guard !bytes.isEmpty else { return nil }
        let kind = type?.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? ""
        let text: String
        if kind == "application/x-www-form-urlencoded" {
            text = FormBody.decode(bytes).map(form) ?? "‹unreadable form›"
        } else if kind.hasSuffix("json") {
            text =
                (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed))
                .map { json($0, isOpen: false, depth: 0) } ?? "‹unreadable JSON›"
        } else {
            text = "‹\(bytes.count) bytes\(kind.isEmpty ? "" : " of \(clean(kind))")›"
        }
        return text.count > Self.mostCharacters ? text.prefix(Self.mostCharacters) + "…" : text
    }

    private func form(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\(clean($0.name))=\(rule.openFields.contains($0.name) ? clean($0.value) : mask($0.value))" }
            .joined(separator: "&")
    }

    private func json(_ value: Any, isOpen: Bool, depth: Int) -> String {
        guard depth < Self.mostDepth else { return "…" }
        switch value {
        case let object as [String: Any]:
            let fields = object.sorted { $0.key < $1.key }.map { key, value in
                "\"\(clean(key))\": \(json(value, isOpen: rule.openFields.contains(key), depth: depth + 1))"
            }
            return "{\(fields.joined(separator: ", "))}"
        case let list as [Any]:
            let shown = list.prefix(Self.mostItems).map { json($0, isOpen: isOpen, depth: depth + 1) }
            let more = list.count > Self.mostItems ? ["‹\(list.count - Self.mostItems) more›"] : []
            return "[\((shown + more).joined(separator: ", "))]"
        case is NSNull: return "null"
        case let text as String: return isOpen ? "\"\(clean(text))\"" : mask(text)
        case let number as NSNumber: return isOpen ? "\(number)" : "‹number›"
        default: return "‹unknown›"
        }
    }

    private func mask(_ text: String) -> String {
        text.isEmpty ? "" : "‹\(text.count)›"
    }

    private func clean(_ text: String) -> String {
        hidden.reduce(text) { $0.contains($1.text) ? $0.replacing($1.text, with: $1.shown) : $0 }
    }
}
