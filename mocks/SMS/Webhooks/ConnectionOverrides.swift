internal import MockPlatform

/// How Twilio connects and retries; the fragment of a webhook URL may change it, as `#rc=3&rp=5xx,rt`.
/// Source: Twilio, "Webhooks connection overrides".
struct ConnectionOverrides: Equatable {
    enum Condition: String {
        case clientError = "4xx"
        case serverError = "5xx"
        case connectTimeout = "ct"
        case readTimeout = "rt"
        case all
    }

    var limits = LoopbackClient.TimeLimits(connect: .milliseconds(5000), exchange: .milliseconds(15_000))
    var retries = 1
    var conditions: Set<Condition> = [.connectTimeout]

    init(fragment: String?) {
        guard let fragment else { return }
        let fields = FormFields(decoding: fragment)
        func milliseconds(_ name: String) -> Duration? {
            fields[name].flatMap { Int($0) }.map { .milliseconds(min(max($0, 100), 15_000)) }
        }
        if let connect = milliseconds("ct") { limits.connect = min(connect, .milliseconds(10_000)) }
        if let read = milliseconds("rt") { limits.exchange = read }
        if let total = milliseconds("tt") { limits.exchange = min(limits.exchange, total) }
        if let count = fields["rc"].flatMap({ Int($0) }) { retries = min(max(count, 0), 5) }
        if let policy = fields["rp"] {
            conditions = Set(policy.split(separator: ",").compactMap { Condition(rawValue: String($0)) })
        }
    }

    func retry(after outcome: Delivery.Outcome) -> Bool {
        guard let condition = condition(of: outcome) else { return false }
        return conditions.contains(condition) || conditions.contains(.all)
    }

    private func condition(of outcome: Delivery.Outcome) -> Condition? {
        switch outcome {
        case .notConnected: .connectTimeout
        case .noAnswer: .readTimeout
        case .answered(status: 400..<500): .clientError
        case .answered(status: 500...): .serverError
        case .answered, .dropped, .notLoopback: nil
        }
    }
}
