internal import HTTPTypes
internal import MockPlatform
private import Signing

/// An error as the Graph API answers it.
struct GraphError: Error, Equatable {
    let code: Int
    let subcode: Int?
    let message: String
    let type: String
    let isTransient: Bool
    /// 400 is by far the usual one; what happened is told by the codes.
    let status: Int

    init(
        _ code: Int, _ subcode: Int? = nil, _ message: String, type: String = "OAuthException",
        isTransient: Bool = false, status: Int = 400
    ) {
        self.code = code
        self.subcode = subcode
        self.message = message
        self.type = type
        self.isTransient = isTransient
        self.status = status
    }

    /// By the codes alone, with the message of the table.
    init(code: Int, subcode: Int?, status: Int) {
        let row = GraphErrorTable.row(code, subcode)
        self.init(
            code, subcode, row?.message ?? "(#\(code)) An error on purpose", isTransient: row?.isTransient ?? false,
            status: status)
    }

    var json: JSON {
        var members: [JSON.Member] = [
            .init("message", .string(message)), .init("type", .string(type)), .init("code", .integer(code)),
        ]
        if let subcode { members.append(.init("error_subcode", .integer(subcode))) }
        if isTransient { members.append(.init("is_transient", true)) }
        members.append(.init("fbtrace_id", .string("A" + SecureRandom.token(16))))
        return ["error": .object(members)]
    }

    /// Only the 190s have a challenge.
    var headers: HTTPFields {
        guard code == 190 else { return [:] }
        let text = message.replacing("\"", with: "'")
        return [.wwwAuthenticate: "OAuth \"Facebook Platform\" \"invalid_token\" \"\(text)\""]
    }
}

extension GraphError {
    /// Something that is not there, or not for this token.
    static func noObject(_ id: String, _ method: HTTPRequest.Method = .get) -> GraphError {
        GraphError(
            100, 33,
            "Unsupported \(method.rawValue.lowercased()) request. Object with ID '\(id)' does not exist, cannot be "
                + "loaded due to missing permissions, or does not support this operation. Please read the Graph API "
                + "documentation at https://developers.facebook.com/docs/graph-api", type: "GraphMethodException")
    }

    static func parameter(_ explanation: String) -> GraphError {
        GraphError(100, nil, "(#100) \(explanation)")
    }

    static func permission(_ name: String) -> GraphError {
        GraphError(200, nil, "(#200) Requires \(name) permission to manage the object")
    }

    /// A code and subcode of the Send API's table.
    static func table(_ code: Int, _ subcode: Int? = nil) -> GraphError {
        GraphError(code: code, subcode: subcode, status: 400)
    }

    static let unreadableToken = GraphError(190, nil, "Invalid OAuth access token - Cannot parse access token")
    static let unknownApp = GraphError(
        101, nil, "Error validating application. Cannot get application info due to a system error.")
    static let wrongSecret = GraphError(101, nil, "Error validating client secret.")
}
