import Foundation
import HTTPTypes
import Signing
import Synchronization
import Testing

/// A person at a browser: it keeps cookies, and says which page its requests come from, as browsers do.
final class Browser: Sendable {
    private let api: APIClient
    private let jar = Mutex<[String: String]>([:])

    init(_ api: APIClient) {
        self.api = api.with(token: nil)
    }

    var cookies: [String: String] { jar.withLock { $0 } }
    /// All that is in the jar but the mark of the browser.
    var session: String? { cookies.first { $0.key.hasSuffix("gatehouse-session") }?.value }

    func get(_ path: String) async throws -> APIClient.Answer { try await call(.get, path) }

    func post(_ path: String, _ body: JSONValue = .object([:])) async throws -> APIClient.Answer {
        try await call(.post, path, body)
    }

    func put(_ path: String, _ body: JSONValue) async throws -> APIClient.Answer { try await call(.put, path, body) }

    func delete(_ path: String) async throws -> APIClient.Answer { try await call(.delete, path) }

    /// - Parameter site: which page it comes from; `nil` for a program that does not say.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, site: String? = "same-origin",
        headers: HTTPFields = [:]
    ) async throws -> APIClient.Answer {
        var fields = headers
        if let site { fields[.init("Sec-Fetch-Site")!] = site }
        let line = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        if !line.isEmpty { fields[.cookie] = line }
        let answer = try await api.call(method, path, body: try body?.bytes ?? [], headers: fields)
        for value in answer.headers[values: .setCookie] { keep(value) }
        return answer
    }

    func logIn(_ email: String, _ password: String, code: String? = nil) async throws -> APIClient.Answer {
        var body: [String: JSONValue] = ["email": .string(email), "password": .string(password)]
        if let code { body["code"] = .string(code) }
        return try await post("/v1/session", .object(body))
    }

    private func keep(_ line: String) {
        let pieces = line.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let pair = pieces.first, let equals = pair.firstIndex(of: "=") else { return }
        for attribute in ["Path=/", "HttpOnly", "SameSite=Strict"] { #expect(pieces.contains(attribute), "\(line)") }
        let (name, value) = (String(pair[..<equals]), String(pair[pair.index(after: equals)...]))
        jar.withLock { $0[name] = pieces.contains("Max-Age=0") ? nil : value }
    }
}

/// An authenticator app, as it comes from an app store: it knows base 32 and the clock.
struct Authenticator {
    private let codes: OneTimeCode

    init(_ secret: String) {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = secret.flatMap { character in
            let digit = alphabet.firstIndex(of: character) ?? 0
            return (0..<5).map { UInt8(digit >> (4 - $0) & 1) }
        }
        codes = OneTimeCode(
            secret: stride(from: 0, to: bits.count / 8 * 8, by: 8).map { start in
                bits[start..<start + 8].reduce(0) { $0 << 1 | $1 }
            })
    }

    /// - Parameter steps: from the present half minute.
    func code(_ steps: Int64 = 0) -> String {
        codes.code(OneTimeCode.step(at: Int64(Date().timeIntervalSince1970)) + steps)
    }
}

extension Installation {
    static let password = "seven mice in a boat"

    /// Somebody who works here and has logged in.
    func person(
        _ email: String, level: String = "agent", roles: [String] = [], name: String = "Somebody"
    ) async throws -> (id: String, browser: Browser) {
        let made = try await api.post(
            "/v1/users",
            [
                "email": .string(email), "name": .string(name), "level": .string(level),
                "roles": .array(roles.map { .string($0) }),
            ]
        ).expect(201)
        let token = try #require(made["invitation"]["link"].string?.split(separator: "#").last)
        let browser = Browser(api)
        _ = try await browser.post(
            "/v1/password-resets/completion", ["token": .string(String(token)), "password": .string(Self.password)]
        ).expect(204)
        _ = try await browser.logIn(email, Self.password).expect(201)
        return (made["id"].string ?? "", browser)
    }

    /// The gateway's own commands, on its files.
    func command(_ arguments: String...) async throws -> (status: Int32, output: String) {
        try await GatewayProcess.run(
            arguments,
            environment: [
                "GATEHOUSE_DATABASE_PATH": folder.appending(path: "gatehouse.sqlite").path,
                "GATEHOUSE_PUBLIC_URL": gateway.url,
            ], folder: folder)
    }
}
