import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import Testing

/// The document and the routes are the same: what it describes is served, and nothing beside it.
@Suite("The OpenAPI document and the routes")
struct OpenAPITests {
    @Test("Every operation it describes is there and asks who is calling; no other method or path is")
    func routes() async throws {
        let house = try await Installation()
        let reply = try await APIClient.sharedTransport.exchange(
            HTTPCall(method: .get, url: house.gateway.url + "/openapi.json"))
        let operations = try OpenAPI(reply.body).operations
        #expect(operations.count > 35)
        let nobody = APIClient(house.gateway.url, token: nil)
        let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        for path in Set(operations.map(\.path)) {
            let described = Set(operations.filter { $0.path == path }.map(\.method))
            // What comes before anybody is known, such as logging in, asks for something else.
            let open = Set(operations.filter { $0.path == path && $0.operation["security"] == [] }.map(\.method))
            let target = path.replacing(/\{[a-z]+\}/, with: "x")
            for method in methods {
                let answer = try await nobody.call(
                    HTTPRequest.Method(method)!, target, body: method == "GET" ? [] : Array("{}".utf8))
                let expected = open.contains(method) ? 422 : described.contains(method) ? 401 : 404
                #expect(answer.status == expected, "\(method) \(path)")
            }
        }
        // What a user would guess.
        let guesses = [
            "/v1/contact-points/{id}", "/v1/contact-points/{id}/outbound-roles", "/v1/contact-points/{id}/stop-list",
            "/v1/contact-points/{id}/conversations", "/v1/contact-points/{id}/notifications",
            "/v1/contact-points/{id}/connections", "/v1/conversations/{id}/messages", "/v1/messages/{id}", "/v1/roles",
            "/v1/api-keys",
        ]
        #expect(Set(guesses).isSubset(of: Set(operations.map(\.path))))
        for path in ["/v1", "/v1/", "/v2/roles", "/hooks/sms/x/message", "/v1/roles/x/y"] {
            #expect(try await nobody.get(path).status == 404, "\(path)")
        }
        await house.end()
    }
}
