import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import Testing

/// Who may call what, over every operation that there is.
@Suite("Permission levels")
struct PermissionTests {
    private static let levels = ["agent", "manager", "administrator"]

    private struct Row: Hashable, CustomStringConvertible {
        let operation: String
        let who: String

        var description: String { "| `\(operation)` | \(who) |" }
    }

    /// What the OpenAPI document says of an operation.
    private static func row(_ method: String, _ path: String, _ operation: JSONValue) -> Row {
        let level = operation["x-permission-level"].string ?? ""
        let isForPeople = operation["security"].array.count == 1
        return Row(
            operation: "\(method) \(path)",
            who: level == "none" ? "anybody" : isForPeople ? "\(level), a person" : level)
    }

    @Test("docs/permissions.md is the table of them")
    func documented() async throws {
        let house = try await Installation()
        let reply = try await APIClient.sharedTransport.exchange(
            HTTPCall(method: .get, url: house.gateway.url + "/openapi.json"))
        let served = Set(try OpenAPI(reply.body).operations.map { Self.row($0.method, $0.path, $0.operation) })
        let text = try String(
            contentsOf: Program.repository.appending(path: "docs/permissions.md"), encoding: .utf8)
        let written = text.split(whereSeparator: \.isNewline).compactMap { line -> Row? in
            guard let match = line.wholeMatch(of: /\| `([A-Z]+ \/[^`]+)` \| ([^|]+) \|/) else { return nil }
            return Row(operation: String(match.output.1), who: String(match.output.2))
        }
        #expect(Set(written).count == written.count, "an operation stands there twice")
        for row in served.subtracting(written) { Issue.record("docs/permissions.md lacks: \(row)") }
        for row in Set(written).subtracting(served) { Issue.record("docs/permissions.md is wrong: \(row)") }
        #expect(served.count > 60)
        await house.end()
    }

    @Test("Each operation is refused to every level below its own, and to keys where it is for people; to no other")
    func everyOperation() async throws {
        let house = try await Installation()
        let reply = try await APIClient.sharedTransport.exchange(
            HTTPCall(method: .get, url: house.gateway.url + "/openapi.json"))
        let known = try OpenAPI(reply.body).operations.filter { $0.operation["x-permission-level"] != "none" }
        // Logging out comes last.
        let operations =
            known.filter { ($0.method, $0.path) != ("DELETE", "/v1/session") }
            + known.filter { ($0.method, $0.path) == ("DELETE", "/v1/session") }
        #expect(operations.last?.method == "DELETE")
        for level in Self.levels {
            let person = try await house.person("\(level)@our.test", level: level)
            let key = try await house.api.post("/v1/api-keys", ["label": .string(level), "level": .string(level)])
                .expect(201)["token"].string
            let cookie = person.browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            for (method, path, operation) in operations {
                let needed = operation["x-permission-level"].string ?? ""
                let isEnough = Self.levels.firstIndex(of: level)! >= Self.levels.firstIndex(of: needed)!
                let isForPeople = operation["security"].array.count == 1
                for isPerson in [true, false] {
                    let headers: HTTPFields =
                        isPerson
                        ? [.cookie: cookie, .init("Sec-Fetch-Site")!: "same-origin"]
                        : [.authorization: "Bearer \(key ?? "")"]
                    let problem = try await problem(house, method, path, headers, Self.type(operation))
                    let expected =
                        !isEnough ? "permission-missing" : isForPeople && !isPerson ? "log-in-needed" : nil
                    let denials = ["permission-missing", "log-in-needed", "unauthenticated", "second-factor-required"]
                    #expect(
                        problem.flatMap { denials.contains($0) ? $0 : nil } == expected,
                        "\(method) \(path) by \(level), \(isPerson ? "a person" : "a key")")
                }
            }
        }
        await house.end()
    }

    /// In what form it takes its body: as JSON, where it can.
    private static func type(_ operation: JSONValue) -> String {
        let content = operation["requestBody"]["content"]
        return content["text/csv"] != .null && content["application/json"] == .null ? "text/csv" : "application/json"
    }

    /// The last word of the problem's type that something empty is answered with; `nil` where it is answered well.
    private func problem(
        _ house: Installation, _ method: String, _ path: String, _ headers: HTTPFields, _ type: String
    ) async throws -> String? {
        var headers = headers
        let hasBody = method != "GET" && method != "DELETE"
        if hasBody { headers[.contentType] = type }
        let reply = try await APIClient.sharedTransport.exchange(
            HTTPCall(
                method: HTTPRequest.Method(method)!,
                url: house.gateway.url + path.replacing(/\{[a-zA-Z]+\}/, with: "x"), headers: headers,
                body: hasBody ? Array("{}".utf8) : [], timeout: .seconds(60)))
        guard reply.status >= 400 else { return nil }
        let problem = try JSONDecoder().decode(JSONValue.self, from: Data(reply.body))
        return problem["type"].string?.split(separator: ":").last.map(String.init)
    }
}
