import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes

@testable import WebChatConnector

/// A chat on one site, and a visitor.
struct WebChatFixture: ClientFixture {
    static let secret = "identity-secret-of-32-characters"

    let clients: any ServesClients = WebChatConnector()
    let app = AppAccess(
        id: ID(rawValue: 7), settings: [:], secrets: Secrets(["identitySecret": [Secret(Self.secret)]]))
    let ourAddress = Address(kind: WebChatAddress.kind, value: "shop")
    let customer = Address(kind: WebChatAddress.kind, value: "vis-AAAAAAAAAAAAAAAAAAAAAAAA")

    let settings = JSONTree.fields([
        "isEnabled": .bool(true), "allowedDomains": .list([.text("shop.example")]),
    ])

    func ticket(by host: any ClientHost, site: String = "https://shop.example", for length: Duration = .seconds(3600))
        throws -> String
    {
        try VisitorTicket(visitor: customer, site: site, until: host.now + length, identity: nil).text(by: host)
    }

    func request(saying text: String, id: String, by host: any ClientHost) throws -> ClientRequest {
        try post("messages", ["id": .text(id), "text": .text(text)], by: host)
    }

    func post(
        _ path: String, _ body: [String: JSONTree], by host: any ClientHost, headers: HTTPFields = [:]
    ) throws -> ClientRequest {
        var headers = headers
        headers[.authorization] = "Bearer \(try ticket(by: host))"
        return ClientRequest(
            method: .post, path: [path], headers: headers, body: ClientBody(JSONTree.fields(body).bytes))
    }

    func forged(_ request: ClientRequest) -> [ClientRequest] {
        let genuine = request.headers[.authorization] ?? ""
        let others =
            [nil, "", "Bearer", "Bearer ", "Basic \(genuine.dropFirst(7))", genuine + "A", String(genuine.dropLast())]
            + stride(from: 7, to: genuine.count, by: 5).map { place in
                var letters = Array(genuine)
                letters[place] = letters[place] == "A" ? "B" : "A"
                return String(letters)
            }
        return others.map { header in
            var headers = request.headers
            headers[.authorization] = header
            return ClientRequest(
                method: request.method, path: request.path, headers: headers,
                body: ClientBody(Array(#"{"id":"forged-0001","text":"Hello"}"#.utf8)))
        }
    }
}

extension ClientReply {
    /// What it says; `nil` where that is no JSON.
    var tree: JSONTree? {
        guard case .bytes(let bytes) = body else { return nil }
        return JSONTree(reading: bytes)
    }

    /// A stream, read to its end.
    var streamed: String {
        get async throws {
            guard case .stream(let stream) = body else { return "" }
            var all: [UInt8] = []
            try await stream { all += $0 }
            return String(decoding: all, as: UTF8.self)
        }
    }
}

/// What a connector answers, or why it does not.
func outcome(of request: ClientRequest, by host: any ClientHost) async -> Result<ClientReply, ClientRefusal> {
    do throws(ClientRefusal) {
        return .success(try await WebChatFixture().clients.answer(request, by: host))
    } catch {
        return .failure(error)
    }
}
