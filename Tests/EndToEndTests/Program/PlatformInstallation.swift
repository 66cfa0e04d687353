import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import Testing

/// A gateway process with something before it that the platform calls, and an agent's key.
final class FrontedGateway: Sendable {
    let folder: URL
    let gateway: GatewayProcess
    let front: Balancer
    let api: APIClient

    init(_ settings: [String: String]) async throws {
        folder = try Program.temporaryFolder()
        front = try Balancer()
        try await front.start()
        let port = try Program.freePort()
        front.add(port)
        gateway = try await GatewayProcess.serve(
            in: folder, port: port,
            settings: settings.merging(["GATEHOUSE_PUBLIC_URL": front.url]) { given, _ in given })
        let key = folder.appending(path: "gatehouse.sqlite.first-key")
        let token = try String(contentsOf: key, encoding: .utf8).trimmingCharacters(in: .newlines)
        api = try await APIClient.knowing(gateway.url, token: token)
        _ = try await api.post("/v1/roles", ["label": "Support"]).expect(201)
        let keys = try await api.get("/v1/api-keys").expect(200)
        _ = try await api.patch("/v1/api-keys/\(keys["items"][0]["id"].string ?? "")", ["roles": ["support"]])
            .expect(200)
        _ = try await api.put(
            "/v1/contact-points/default/conversation-roles", ["read": ["support"], "answer": ["support"]]
        ).expect(200)
    }

    func end() async {
        await gateway.stop()
        await front.stop()
        try? FileManager.default.removeItem(at: folder)
    }
}

/// Where connecting stands, for whoever goes on with it.
struct ConnectingStage {
    let json: JSONValue
    let session: String
    let api: APIClient

    var step: JSONValue { json["step"] }

    func answer(_ body: JSONValue) async throws -> ConnectingStage {
        let next = try await api.post("/v1/connecting/\(session)", body).expect(200)
        return ConnectingStage(json: next.json, session: session, api: api)
    }
}

/// A gateway, and a mock platform beside it whose account or page is to be connected.
protocol PlatformInstallation: Sendable {
    var house: FrontedGateway { get }
}

extension PlatformInstallation {
    var folder: URL { house.folder }
    var gateway: GatewayProcess { house.gateway }
    /// What stands before the gateway: the platform calls it there.
    var front: Balancer { house.front }
    var api: APIClient { house.api }

    func begin(_ purpose: JSONValue) async throws -> ConnectingStage {
        let begun = try await api.post("/v1/connecting", purpose).expect(200).json
        return ConnectingStage(json: begun, session: begun["session"].string ?? "", api: api)
    }

    /// The program at a terminal, beside the gateway.
    func terminal(_ arguments: String...) throws -> Terminal {
        try Terminal(
            ([Program.url.path] + arguments).map { "'\($0)'" }.joined(separator: " "),
            environment: [
                "GATEHOUSE_DATABASE_PATH": folder.appending(path: "gatehouse.sqlite").path,
                "GATEHOUSE_PUBLIC_URL": front.url, "GATEHOUSE_OUTGOING_ALLOWED_NETWORKS": "127.0.0.1",
            ], folder: folder)
    }

    func checklist(of connection: String) async throws -> JSONValue {
        try await api.post("/v1/connections/\(connection)/checklist/run").expect(200).json
    }

    /// The address of ours that the platform calls for this.
    func webhook(_ route: String) async throws -> String {
        let apps = try await api.get("/v1/platform-apps").expect(200)
        let hooks = apps["items"][0]["webhooks"].array.compactMap { $0["url"].string }
        return hooks.first { $0.hasSuffix("/\(route)") } ?? ""
    }

    /// An agent answers in the conversation that is there.
    /// - Returns: the message.
    func answer(_ text: String) async throws -> String {
        let conversation = try await api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let sent = try await api.post("/v1/conversations/\(conversation)/messages", ["text": .string(text)]).expect(202)
        return sent["id"].string ?? ""
    }

    func status(of message: String) async throws -> JSONValue {
        try await api.get("/v1/messages/\(message)").expect(200)["message"]
    }

    /// What the conversation holds, in its order.
    func texts() async throws -> [String] {
        let conversation = try await api.get("/v1/conversations").expect(200)["items"][0]["id"].string ?? ""
        let messages = try await api.get("/v1/conversations/\(conversation)/messages?limit=200").expect(200)
        return messages["items"].array.compactMap { $0["text"].string }
    }

    /// The verdicts of a checklist, by its items.
    static func verdicts(_ checklist: JSONValue) -> [String: String] {
        var verdicts: [String: String] = [:]
        for item in checklist["items"].array { verdicts[item["id"].string ?? ""] = item["verdict"].string }
        return verdicts
    }

    /// What a checklist says of one item.
    static func item(_ id: String, _ checklist: JSONValue) -> JSONValue {
        checklist["items"].array.first { $0["id"] == .string(id) } ?? .null
    }

    /// One item turned, and advises; those that need it wait for it; no other turned.
    ///
    /// - Parameter waiting: by the items, for what each waits; empty where the platform refuses every call, for then the
    ///   first that is refused says so itself.
    static func expectTurned(
        _ turned: String, _ verdict: String, waiting: [String: String], in checklist: JSONValue
    ) {
        for item in checklist["items"].array {
            let id = item["id"].string ?? ""
            if id == turned {
                #expect(item["verdict"] == .string(verdict), "\(item)")
                #expect(item["advice"].string?.isEmpty == false, "\(item)")
            } else if let needed = waiting[id] {
                #expect(item["verdict"] == "unknown", "\(item)")
                if !needed.isEmpty { #expect(item["waitsFor"] == .string(needed), "\(item)") }
                #expect(item["found"].string?.isEmpty == false && item["fix"] == .null, "\(item)")
            } else {
                #expect(item["verdict"] == "green", "\(item)")
            }
        }
    }
}
