internal import HTTPTypes
internal import MockPlatform

/// An error as Twilio's REST API answers it. Names of the codes: Twilio, "Error and Warning Dictionary".
struct TwilioError: Error, Equatable {
    let status: Int
    let code: Int
    let message: String

    init(_ code: Int, _ message: String, status: Int = 400) {
        self.status = status
        self.code = code
        self.message = message
    }

    static let unauthorized = TwilioError(20003, "Authenticate", status: 401)
    static let tooManyRequests = TwilioError(20429, "Too Many Requests", status: 429)

    static func notFound(_ path: String) -> TwilioError {
        TwilioError(20404, "The requested resource \(path) was not found", status: 404)
    }

    func reply(retryAfter: Int? = nil) -> MockReply {
        var headers = HTTPFields()
        if status == 401 { headers[.wwwAuthenticate] = "Basic realm=\"Twilio API\"" }
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        let body: JSON = [
            "code": .integer(code), "message": .string(message),
            "more_info": .string("https://www.twilio.com/docs/errors/\(code)"), "status": .integer(status),
        ]
        return .json(body, status: .init(code: status), headers: headers)
    }
}
