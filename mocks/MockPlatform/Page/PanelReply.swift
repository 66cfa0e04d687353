public import Foundation
public import HTTPTypes

extension MockReply {
    /// A part of a page of the mock's own, which no other site can frame, script or feed.
    /// - Parameter formTargets: where its forms may lead, as a source list of a content security policy.
    public static func page(_ text: String, type: String, formTargets: String = "'none'") -> MockReply {
        .response(
            MockResponse(
                status: .ok,
                headers: [
                    .contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
                    .contentSecurityPolicy:
                        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                        + "img-src 'self' data: http: https:; form-action \(formTargets); frame-ancestors 'none'",
                ], body: Array(text.utf8)))
    }

    /// A page on which somebody logs in. Its form leads back to the app, wherever that is.
    public static func dialog(_ html: String, status: HTTPResponse.Status = .ok) -> MockReply {
        guard
            case .response(var response) = page(
                html, type: "text/html; charset=utf-8", formTargets: "'self' http: https:")
        else { return .cut }
        response.status = status
        return .response(response)
    }

    /// Sends a browser on.
    public static func redirect(to address: String) -> MockReply {
        .response(MockResponse(status: .found, headers: [.location: address, .cacheControl: "no-store"]))
    }

    /// A file that a person sent, shown on a page of the mock's own.
    public static func file(_ bytes: [UInt8], type: String) -> MockReply {
        .response(
            MockResponse(
                status: .ok,
                headers: [
                    .contentType: type, .xContentTypeOptions: "nosniff",
                    // Whatever the file says it is, it must not act in the name of this page.
                    .contentSecurityPolicy: "sandbox; default-src 'none'",
                ], body: bytes))
    }

    /// What a page or a script asked for and cannot have.
    public static func problem(_ text: String, status: HTTPResponse.Status) -> MockReply {
        .json(["error": .string(text)], status: status)
    }
}

extension MockRequest {
    /// Reads an order of a page or a script. Other sites can make a browser send forms and plain text, but not JSON.
    public func decoded<Order: Decodable>(_ act: (Order) async -> MockReply) async -> MockReply {
        guard mediaType == "application/json" else {
            return .problem("Content-Type must be application/json", status: .unsupportedMediaType)
        }
        do {
            return await act(try JSONDecoder().decode(Order.self, from: Data(body)))
        } catch {
            return .problem("\(error)", status: .badRequest)
        }
    }
}

extension Date {
    /// As the pages' scripts read it.
    public var panelText: String {
        ISO8601Format(.iso8601(timeZone: .gmt, includingFractionalSeconds: true)) + "Z"
    }
}

extension PlatformProblem {
    /// As the page shows it.
    public var panelJSON: JSON {
        ["code": .integer(code), "subject": .string(subject), "explanation": .string(explanation)]
    }
}
