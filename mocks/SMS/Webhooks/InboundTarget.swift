internal import HTTPTypes

/// Where inbound messages of a number go, and where else when that fails.
struct InboundTarget {
    let url: String
    let method: HTTPRequest.Method
    let fallbackURL: String
    let fallbackMethod: HTTPRequest.Method

    init(_ number: MockNumber, _ service: MockMessagingService?) {
        if let service, !service.usesInboundWebhookOnNumber {
            url = service.inboundRequestURL ?? ""
            method = service.inboundMethod == "GET" ? .get : .post
            fallbackURL = service.fallbackURL ?? ""
            fallbackMethod = .post
        } else if number.smsApplicationSid.isEmpty {
            url = number.smsURL
            method = number.smsMethod == "GET" ? .get : .post
            fallbackURL = number.smsFallbackURL
            fallbackMethod = number.smsFallbackMethod == "GET" ? .get : .post
        } else {
            // An application takes the place of the number's URLs, and this mock has no applications.
            url = ""
            method = .post
            fallbackURL = ""
            fallbackMethod = .post
        }
    }
}
