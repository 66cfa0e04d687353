import ConnectorKit
import CurlTransport
import Foundation
import Gateway
import GatewayModel
import HTTPTypes

/// How a gateway is reached by who may send, and by its platform. It holds wherever the data moves.
struct Access: Sendable {
    let headers: HTTPFields
    /// Where the platform posts messages.
    let webhookPath: String
    let app: ID<PlatformApp>
    let connection: ID<Connection>

    /// Makes a key that may do everything, and a number whose pace is lifted.
    ///
    /// - Parameters:
    ///   - url: of the gateway.
    ///   - house: what it serves.
    ///   - sink: who plays the platform.
    static func make(at url: String, in house: House, sink: String) async throws -> Access {
        let headers: HTTPFields = [
            .authorization: "Bearer \(try makeKey(house))", .contentType: "application/json",
        ]
        let api = API(url: url, headers: headers)
        try await grantRoles(api)
        let settings =
            #"{"accountSid":"\#(TwilioForm.accountSid)","authToken":"\#(TwilioForm.authToken)","apiBase":"\#(sink)"}"#
        let app = try await api.call(
            .post, "/v1/platform-apps", #"{"platform":"sms","label":"Bench","settings":\#(settings)}"#)
        let appText = app["id"] as? String ?? ""
        let pacing = #"{"unitsPerSecond":100000,"burst":100000}"#
        let connection = try await api.call(
            .post, "/v1/contact-points/default/connections",
            #"{"app":"\#(appText)","address":"\#(TwilioForm.number)","pacing":\#(pacing)}"#)
        let webhooks = app["webhooks"] as? [[String: Any]] ?? []
        await api.transport.shutdown()
        guard let webhook = webhooks.first(where: { $0["purpose"] as? String == "events" })?["url"] as? String,
            let path = URL(string: webhook)?.path, let appID = ID<PlatformApp>(appText),
            let connectionID = ID<Connection>(connection["id"] as? String ?? "")
        else { throw BenchFailure("no webhook address") }
        return Access(
            headers: headers, webhookPath: path, app: appID, connection: connectionID)
    }

    private static func makeKey(_ house: House) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = Subject.folder.appending(path: "gatehouse")
        process.arguments = ["api-key", "create", "--label", "Bench", "--level", "administrator"]
        process.environment = house.environment
        process.currentDirectoryURL = house.folder
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        guard let token = output.split(separator: "\n").last else { throw BenchFailure("no key: \(output)") }
        return String(token)
    }

    private static func grantRoles(_ api: API) async throws {
        _ = try await api.call(.post, "/v1/roles", #"{"label":"Bench"}"#)
        let keys = try await api.call(.get, "/v1/api-keys", "")["items"] as? [[String: Any]] ?? []
        // Beside it stands the first administrator's.
        let own = keys.first { $0["label"] as? String == "Bench" }
        let key = "/v1/api-keys/\(own?["id"] as? String ?? "")"
        _ = try await api.call(.patch, key, #"{"roles":["bench"]}"#)
        _ = try await api.call(.put, key + "/sending-cap", "{}")
        _ = try await api.call(
            .put, "/v1/contact-points/default/outbound-roles",
            #"{"startConversation":[],"sendNotification":["bench"]}"#)
        _ = try await api.call(
            .put, "/v1/contact-points/default/conversation-roles", #"{"read":["bench"],"answer":["bench"]}"#)
    }
}

/// Calls whose answers are JSON.
private struct API {
    let url: String
    let headers: HTTPFields
    let transport = CurlTransport(policy: .only([IPNetwork("127.0.0.1")!]))

    func call(_ method: HTTPRequest.Method, _ path: String, _ body: String) async throws -> [String: Any] {
        let reply = try await transport.exchange(
            HTTPCall(method: method, url: url + path, headers: headers, body: Array(body.utf8)))
        guard (200..<300).contains(reply.status),
            let json = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any]
        else { throw BenchFailure("\(path): \(String(decoding: reply.body, as: UTF8.self))") }
        return json
    }
}
