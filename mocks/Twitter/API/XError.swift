internal import HTTPTypes
internal import MockPlatform

/// Why a call is refused: by a code, as v1.1 tells it, or as a problem of v2.
struct XError: Error, Equatable {
    let status: Int
    /// `nil` for a problem that v1.1 has no code for.
    let code: Int?
    let message: String
    /// What v2 says; `nil` where it says the same as v1.1.
    let problem: JSON?

    /// A code of the table of errors.
    static func coded(_ code: Int, _ message: String? = nil, status: Int? = nil) -> XError {
        let row = XErrorTable.row(code)
        return XError(
            status: status ?? row?.status ?? 403, code: code, message: message ?? row?.message ?? "An error on purpose",
            problem: row?.problem)
    }

    /// A problem of v2.
    static func problem(
        _ status: Int, _ title: String, _ detail: String, type: String? = nil, more: [JSON.Member] = []
    ) -> XError {
        let type = type.map { "https://api.x.com/2/problems/" + $0 } ?? "about:blank"
        return XError(
            status: status, code: nil, message: detail,
            problem: .object(
                [
                    .init("title", .string(title)), .init("type", .string(type)), .init("status", .integer(status)),
                    .init("detail", .string(detail)),
                ] + more))
    }

    /// Parameters that v2 does not take.
    static func invalid(_ message: String, parameters: [JSON.Member] = []) -> XError {
        var error: [JSON.Member] = [.init("message", .string(message))]
        if !parameters.isEmpty { error.insert(.init("parameters", .object(parameters)), at: 0) }
        return problem(
            400, "Invalid Request", "One or more parameters to your request was invalid.", type: "invalid-request",
            more: [.init("errors", [.object(error)])])
    }

    static let forbidden = problem(403, "Forbidden", "Forbidden")
    static let notPermitted = problem(403, "Forbidden", "You do not have permission to DM one or more participants.")
    static let noPage = coded(34)

    /// How a call with this kind of credentials cannot be made.
    static func unsupported(_ given: String, _ supported: [String]) -> XError {
        problem(
            403, "Unsupported Authentication",
            "Authenticating with \(given) is forbidden for this endpoint.  Supported authentication types are "
                + "[\(supported.joined(separator: ", "))].", type: "unsupported-authentication")
    }

    /// Something of v2 that is not there.
    static func notFound(_ kind: String, _ id: String) -> XError {
        problem(
            404, "Not Found Error", "Could not find \(kind) with id: [\(id)].", type: "resource-not-found",
            more: [.init("resource_type", .string(kind)), .init("resource_id", .string(id))])
    }

    /// On purpose, by its status alone or with a code.
    static func planned(_ status: Int, code: Int?) -> XError {
        if let code { return coded(code, status: status) }
        if status == 429 { return coded(88) }
        let title = HTTPResponse.Status(code: status).reasonPhrase
        return XError(
            status: status, code: status == 503 ? 130 : 131, message: title,
            problem: [
                "title": .string(title), "type": "about:blank", "status": .integer(status), "detail": .string(title),
            ])
    }

    func body(v2: Bool) -> (json: JSON, type: String) {
        if let problem, v2 || code == nil { return (problem, "application/problem+json") }
        return (
            ["errors": [["code": .integer(code ?? 131), "message": .string(message)]]],
            "application/json; charset=utf-8"
        )
    }
}
