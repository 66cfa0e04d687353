import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes

/// A gateway with a chat, and visitors who have each said something.
struct ChatHouse {
    private static let atOnce = 32

    let gateway: GatewayUnderTest
    private let transport = CurlTransport(policy: .only([IPNetwork("127.0.0.1")!]))

    private var chat: String { gateway.worldURL + "/clients/webchat/bench" }

    func open() async throws {
        let app = try await api(.post, "/v1/platform-apps", #"{"platform":"webchat","label":"Bench","settings":{}}"#)
        _ = try await api(
            .post, "/v1/contact-points/default/connections",
            #"{"app":"\#(app["id"] as? String ?? "")","address":"bench"}"#)
        _ = try await api(
            .put, "/v1/contact-points/default/platforms/webchat/settings",
            #"{"isEnabled":true,"limits":{"sessionsPerMinute":100000,"sessionsPerMinuteOfOneAddress":100000}}"#)
        // What is at hand of the settings is a second old at most.
        try await Task.sleep(for: .seconds(2))
    }

    /// - Returns: the tickets of visitors with an open conversation each.
    func visitors(_ count: Int) async throws -> [String] {
        let next = Counter()
        return try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<Self.atOnce {
                group.addTask {
                    var tickets: [String] = []
                    while next.take() < count { tickets.append(try await visitor()) }
                    return tickets
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func visitor() async throws -> String {
        let session = try await call(.post, chat + "/session", [:], #"{"site":"https://shop.example"}"#)
        guard let ticket = session["ticket"] as? String else { throw BenchFailure("a session has no ticket") }
        _ = try await call(
            .post, chat + "/messages", [.authorization: "Bearer \(ticket)"],
            #"{"id":"\#(UUID().uuidString)","text":"Hello"}"#)
        return ticket
    }

    /// The request that opens a visitor's stream.
    func stream(of ticket: String) -> String {
        """
        GET /clients/webchat/bench/events HTTP/1.1\r
        Host: 127.0.0.1\r
        Authorization: Bearer \(ticket)\r
        Accept: text/event-stream\r
        \r

        """
    }

    func conversations() async throws -> [String] {
        var found: [String] = []
        var cursor: String?
        repeat {
            let page = try await api(
                .get, "/v1/conversations?platform=webchat&limit=200" + (cursor.map { "&cursor=\($0)" } ?? ""), "")
            found += (page["items"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
            cursor = page["next"] as? String
        } while cursor != nil
        return found
    }

    func answer(_ conversation: String) -> HTTPCall {
        HTTPCall(
            method: .post, url: gateway.url + "/v1/conversations/\(conversation)/messages",
            headers: gateway.access.headers, body: Array(#"{"text":"\#(EventReaders.text())"}"#.utf8))
    }

    private func api(_ method: HTTPRequest.Method, _ path: String, _ body: String) async throws -> [String: Any] {
        try await call(method, gateway.url + path, gateway.access.headers, body)
    }

    private func call(
        _ method: HTTPRequest.Method, _ url: String, _ headers: HTTPFields, _ body: String
    ) async throws -> [String: Any] {
        let reply = try await transport.exchange(
            HTTPCall(
                method: method, url: url, headers: headers, body: Array(body.utf8), maximumReplyBytes: 16 << 20))
        guard (200..<300).contains(reply.status),
            let json = try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any]
        else { throw BenchFailure("\(url): \(String(decoding: reply.body.prefix(500), as: UTF8.self))") }
        return json
    }
}
