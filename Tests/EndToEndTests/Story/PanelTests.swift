import ConnectorKit
import CurlTransport
import Foundation
import Gateway
import HTTPTypes
import MockSMS
import Testing

/// How the panel's files are served. What its pages do is tried in a browser, by Tests/Browser/panel.
@Suite("The control panel as a server sees it")
struct PanelTests {
    @Test("Every address of it is the page; its files can be kept for ever, and never go with those of another version")
    func files() async throws {
        let house = try await Installation()
        let stranger = house.api.url
        #expect(try await fetch(stranger + "/").status == 303)
        let page = try await fetch(stranger + "/panel/contact-points/sales/general")
        #expect(page.status == 200 && page.headers[.contentType] == "text/html; charset=utf-8")
        #expect(page.headers[.cacheControl] == "no-cache")
        let policy = page.headers[.contentSecurityPolicy] ?? ""
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe"))

        let script = try #require(page.text.firstMatch(of: /src="(\/panel\/files\/[0-9a-f]{16}\/main\.js)"/)?.1)
        let file = try await fetch(stranger + script)
        #expect(file.status == 200 && file.headers[.contentType] == "text/javascript; charset=utf-8")
        #expect(file.headers[.cacheControl]?.contains("immutable") == true)
        let older = script.replacing(/files\/[0-9a-f]{16}/, with: "files/0000000000000000")
        let gone = try await fetch(stranger + older)
        #expect(gone.status == 410 && gone.headers[.cacheControl] == "no-store")

        let folder = String(script.dropLast("main.js".count))
        for name in ["no-such.js", "index.html", "frame", "frame/"] {
            #expect(try await fetch(stranger + folder + name).status == 404, "\(name)")
        }
        await house.end()
    }

    @Test("It is where the API is, and not where the world is; so is the preview of a client")
    func listeners() async throws {
        let port = try Program.freePort()
        let house = try await Installation(settings: ["GATEHOUSE_PUBLIC_LISTEN": "127.0.0.1:\(port)"])
        let world = "http://127.0.0.1:\(port)"
        for path in ["/", "/panel/", "/panel/inbox", "/v1/session", "/openapi.json"] {
            #expect(try await fetch(world + path).status == 404, "\(path)")
        }
        #expect(try await fetch(house.api.url + "/panel/").status == 200)
        let returned = try await fetch(world + "/connecting/returned?code=%22%3Ca&state=s")
        #expect(returned.text.contains("/panel/connecting/returned?code=%22%3Ca&amp;state=s\""))
        await house.end()
    }

    @Test("A network that the API is closed to is shown no panel")
    func closed() async throws {
        let house = try await Installation()
        await house.gateway.stop()
        try await house.restart(with: ["GATEHOUSE_PRIVATE_ALLOWED_NETWORKS": "192.0.2.0/24"])
        for path in ["/", "/panel/", "/panel/inbox"] {
            #expect(try await fetch(house.api.url + path).status == 403, "\(path)")
        }
        await house.end()
    }

    @Test("Its list of kinds of events is the gateway's")
    func kinds() throws {
        let list = try String(
            contentsOf: Program.repository.appending(path: "Sources/ControlPanel/Panel/frame/event-kinds.js"),
            encoding: .utf8)
        let written = list.matches(of: /"([a-z][A-Za-z]+\.[a-zA-Z]+)":/).map { String($0.1) }
        #expect(written.sorted() == Event.Kind.allCases.map(\.rawValue).sorted())
    }

    @Test("The manual's table of what administrators can do names operations that there are")
    func table() async throws {
        let house = try await Installation()
        let reply = try await APIClient.sharedTransport.exchange(
            HTTPCall(method: .get, url: house.api.url + "/openapi.json"))
        let paths = try JSONDecoder().decode(JSONValue.self, from: Data(reply.body))["paths"]
        let chapter = try String(
            contentsOf: Program.repository.appending(path: "docs/manual/control-panel.md"), encoding: .utf8)
        let named = chapter.matches(of: /`(GET|PUT|POST|PATCH|DELETE) (\/[^`]+)`/)
        #expect(named.count >= 30)
        for operation in named {
            let found = paths["/v1" + operation.2][operation.1.lowercased()]
            #expect(found != .null, "\(operation.0)")
        }
        await house.end()
    }

    @Test("A document that somebody else has changed meanwhile is not overwritten")
    func newerChange() async throws {
        let house = try await Installation()
        let documents: [(path: String, change: JSONValue, other: JSONValue)] = [
            (
                "/v1/contact-points/default/outbound-roles",
                ["startConversation": [], "sendNotification": []],
                ["startConversation": ["everyone"], "sendNotification": []]
            ),
            (
                "/v1/contact-points/default/conversation-roles",
                ["read": ["support"], "answer": []], ["read": ["support"], "answer": ["support"]]
            ),
            ("/v1/contact-points/default/timers", ["response": 100], ["response": 200]),
            ("/v1/contact-points/default/platforms/sms/timers", ["response": 100], ["response": 200]),
            ("/v1/timers", ["response": 300], ["response": 400]),
            ("/v1/contact-points/default/sending-cap", ["unitsPerDay": 100], ["unitsPerDay": 200]),
            ("/v1/contact-points/default/sending-window", ["hours": ["monday": ["08:00-12:00"]]], [:]),
        ]
        for document in documents {
            let read = try await house.api.get(document.path).expect(200)
            let tag = try #require(read.headers[.eTag])
            let first = try await house.api.put(document.path, document.change, ifMatch: tag).expect(200)
            #expect(first.headers[.eTag] != tag)
            let late = try await house.api.put(document.path, document.other, ifMatch: tag)
            #expect(late.status == 412 && late.problem == "changed-since", "\(document.path)")
            let now = try await house.api.get(document.path).expect(200)
            #expect(now.json == first.json && now.headers[.eTag] == first.headers[.eTag])
            _ = try await house.api.put(document.path, document.other, ifMatch: now.headers[.eTag] ?? "").expect(200)
        }
        let made = try await house.api.post(
            "/v1/users", ["email": "one@our.example", "name": "Ann", "level": "agent"]
        ).expect(201)
        let connections = try await house.api.get("/v1/contact-points/default/connections").expect(200)["items"].array
        let connection = try #require(connections.first)
        for (path, field) in [
            ("/v1/contact-points/default", "label"), ("/v1/users/\(made["id"].string ?? "")", "name"),
            ("/v1/connections/\(connection["id"].string ?? "")", "label"),
            ("/v1/platform-apps/\(connection["app"].string ?? "")", "label"),
        ] {
            let tag = try #require(try await house.api.get(path).expect(200).headers[.eTag])
            _ = try await house.api.patch(path, [field: "One"]).expect(200)
            let late = try await house.api.call(
                .patch, path, body: Array(#"{"\#(field)":"Two"}"#.utf8), headers: [.ifMatch: tag])
            #expect(late.status == 412, "\(path)")
            #expect(try await house.api.get(path)[field] == "One")
        }
        // What is set may not be taken back either, unseen.
        for path in ["/v1/timers/response", "/v1/contact-points/default/sending-cap"] {
            let late = try await house.api.call(.delete, path, headers: [.ifMatch: "\"another\""])
            #expect(late.status == 412, "\(path)")
        }
        _ = try await house.api.call(
            .patch, "/v1/connections/\(connection["id"].string ?? "")", body: Array(#"{"label":"  "}"#.utf8)
        ).expect(200)
        #expect(
            try await house.api.get("/v1/connections/\(connection["id"].string ?? "")")["label"] == .null, "taken away")
        await house.end()
    }

    @Test("Agents follow conversations, and hear nothing of how the gateway is set up")
    func agentsEvents() async throws {
        let house = try await Installation()
        let made = try await house.api.post("/v1/api-keys", ["label": "Desk", "level": "agent", "roles": ["support"]])
        let agent = house.api.with(token: made["token"].string)
        #expect(try await house.mock.phone("+14155550100").text("hello", to: Installation.number).succeeded)
        _ = try await house.api.post("/v1/contact-points/default/stop-list", ["addresses": "+14155550111"]).expect(200)
        let all = try await house.api.get("/v1/events?limit=200").expect(200)["items"].array
        #expect(all.contains { $0["type"] == "stopList.added" })
        let heard = try await agent.get("/v1/events?limit=200").expect(200)["items"].array
        #expect(Set(heard.compactMap { $0["type"].string }) == ["conversation.created", "message.received"])
        // And nothing of conversations that are not theirs to read.
        _ = try await house.api.put(
            "/v1/contact-points/default/conversation-roles", ["read": ["everyone"], "answer": ["everyone"]]
        ).expect(200)
        #expect(try await agent.get("/v1/events?limit=200").expect(200)["items"].array.isEmpty)
        await house.end()
    }

    private struct Fetched {
        let status: Int
        let headers: HTTPFields
        let text: String
    }

    private func fetch(_ url: String) async throws -> Fetched {
        let reply = try await APIClient.sharedTransport.exchange(HTTPCall(method: .get, url: url))
        return Fetched(status: reply.status, headers: reply.headers, text: String(decoding: reply.body, as: UTF8.self))
    }
}
