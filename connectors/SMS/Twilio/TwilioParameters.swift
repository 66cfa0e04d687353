import ConnectorKit
import HTTPTypes

/// The parameters of a webhook: Twilio sends them as a form, or in the address where a number chose GET.
struct TwilioParameters {
    private let values: [String: String]

    init(of request: WebhookRequest) throws(WebhookRejection) {
        guard request.method == .get || Self.isForm(request) else {
            throw .malformed(reason: "The body is not a form, which is what Twilio's messaging webhooks send.")
        }
        guard let pairs = request.method == .get ? FormBody.decode(request.query) : FormBody.decode(request.body)
        else {
            throw .malformed(reason: "The form cannot be decoded.")
        }
        values = Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// A body that says nothing of its type is read as a form, too.
    static func isForm(_ request: WebhookRequest) -> Bool {
        guard let type = request.headers[.contentType]?.split(separator: ";").first else { return true }
        return type.trimmingWhiteSpace().lowercased() == "application/x-www-form-urlencoded"
    }

    /// `nil` where it is missing; Twilio sends what it does not know as an empty value.
    subscript(name: String) -> String? { values[name] }

    func required(_ name: String, or older: String? = nil) throws(WebhookRejection) -> String {
        for name in [name, older].compactMap(\.self) {
            if let value = values[name], !value.isEmpty { return value }
        }
        throw .malformed(reason: "\(name) is missing.")
    }

    /// Those that have a value and are none of the named.
    func all(except names: Set<String>) -> [String: String] {
        values.filter { !$0.value.isEmpty && !names.contains($0.key) }
    }

    /// The numbers N for which there is a parameter `prefix`N, in their order.
    func numbers(after prefix: String) -> [Int] {
        values.compactMap { name, value in
            guard name.hasPrefix(prefix), !value.isEmpty else { return nil }
            let digits = name.dropFirst(prefix.count)
            guard let number = Int(digits), number >= 0, String(number) == digits else { return nil }
            return number
        }.sorted()
    }
}
