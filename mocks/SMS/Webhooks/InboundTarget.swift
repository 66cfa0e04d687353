internal import HTTPTypes

/// Where inbound messages of a number go, and where else when that fails.
struct InboundTarget {
    struct Stop {
        let url: String
        let method: HTTPRequest.Method
    }

    /// The webhook and, where there is one, the fallback; empty where nobody wants to hear.
    let stops: [Stop]

    init(_ number: MockNumber, _ service: MockMessagingService?) {
        if let service, !service.usesInboundWebhookOnNumber {
            stops = Self.stops(
                service.inboundRequestURL ?? "", service.inboundMethod, fallback: service.fallbackURL ?? "", "POST")
        } else if number.smsApplicationSid.isEmpty {
            stops = Self.stops(
                number.smsURL, number.smsMethod, fallback: number.smsFallbackURL, number.smsFallbackMethod)
        } else {
            // An application takes the place of the number's URLs, and this mock has no applications.
            stops = []
        }
    }

    private static func stops(
        _ url: String, _ method: String, fallback: String, _ fallbackMethod: String
    ) -> [Stop] {
        guard !url.isEmpty else { return [] }
        return [(url, method), (fallback, fallbackMethod)].filter { !$0.0.isEmpty }
            .map { Stop(url: $0.0, method: $0.1 == "GET" ? .get : .post) }
    }
}
