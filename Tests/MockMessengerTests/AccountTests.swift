import Foundation
import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

@Suite struct AccountTests {
    private static let many = (1...60).map { MockPage(id: "90\($0 + 100)", name: "Page \($0)", username: "page\($0)") }

    private static var configuration: MockMetaConfiguration {
        .with { configuration in
            configuration.pages = many
            configuration.users = [
                MockFacebookUser(
                    id: "1", name: "Collector",
                    tasks: Dictionary(uniqueKeysWithValues: many.map { ($0.id, PageTask.everything) }))
            ]
        }
    }

    @Test func allPagesOfTheListAreFoundByItsLinks() async throws {
        try await GraphBench.run(Self.configuration, connected: false) { bench in
            let token = try await bench.logIn(as: "1")
            var found: [String] = []
            var next: String? = "/v26.0/me/accounts?fields=id,name&limit=25&access_token=" + token
            var before: String?
            while let address = next {
                let answer = try await bench.get(
                    address.replacing(bench.meta.baseURL, with: ""))
                found += answer.data.compactMap { $0["id"]?.text }
                let paging = answer.json["paging"]
                #expect(paging?["cursors"]?["after"] != nil && (paging?["previous"] != nil) == (found.count > 25))
                before = paging?["previous"]?.text
                next = paging?["next"]?.text
            }
            #expect(found == Self.many.map(\.id))
            let back = try await bench.get((before ?? "").replacing(bench.meta.baseURL, with: ""))
            #expect(back.data.compactMap { $0["id"]?.text } == Self.many[25..<50].map(\.id))
        }
    }

    @Test func aCursorStaysTrueWhilePagesGo() async throws {
        try await GraphBench.run(Self.configuration, connected: false) { bench in
            let token = try await bench.logIn(as: "1")
            let first = try await bench.get("me/accounts", FormFields(["limit": "3", "fields": "id"]), token: token)
            bench.meta.setTasks([], of: "1", for: Self.many[0].id)
            let after = first.json["paging"]?["cursors"]?["after"]?.text ?? ""
            let second = try await bench.get(
                "1/accounts", FormFields(["limit": "2", "fields": "id", "after": after]), token: token)
            #expect(second.data.compactMap { $0["id"]?.text } == Self.many[3..<5].map(\.id))
            let bad = try await bench.get("me/accounts", FormFields(["after": "zzz"]), token: token)
            #expect(bad.codes == "100")
        }
    }

    @Test func aPageIsShownWithTheUsersTasks() async throws {
        try await GraphBench.run(connected: false) { bench in
            let token = try await bench.logIn(as: GraphBench.moderator)
            let page = try await bench.get("me/accounts", token: token).data[0]
            #expect(page.members?.map(\.name) == ["access_token", "category", "category_list", "name", "tasks", "id"])
            #expect(page["tasks"] == ["ANALYZE", "ADVERTISE", "MODERATE", "MESSAGING"])
            #expect(page["name"] == "Harbour Books")
        }
    }

    @Test(
        arguments: [
            (GraphBench.owner, nil, [], 3), (GraphBench.owner, [GraphBench.thirdPage], [], 1),
            (GraphBench.moderator, nil, [], 1), (GraphBench.analyst, nil, [], 1), (GraphBench.nobody, nil, [], 0),
            (GraphBench.owner, [], [], 0), (GraphBench.owner, nil, ["pages_show_list"], 0),
        ] as [(String, [String]?, Set<String>, Int)])
    func onlyGrantedPagesWithARoleAreListed(
        user: String, pages: [String]?, declined: Set<String>, count: Int
    ) async throws {
        try await GraphBench.run(connected: false) { bench in
            let token = try await bench.logIn(as: user, pages: pages, declining: declined)
            let answer = try await bench.get("me/accounts", token: token)
            #expect(answer.status == 200 && answer.data.count == count)
            if count == 0 { #expect(answer.bytes == Array(#"{"data":[]}"#.utf8)) }
        }
    }

    @Test func edgesOfUsersAreForTheUserThemselves() async throws {
        try await GraphBench.run { bench in
            let user = try await bench.logIn()
            #expect(try await bench.get("\(GraphBench.owner)/accounts", token: user).data.count == 3)
            #expect(try await bench.get("\(GraphBench.nobody)/accounts", token: user).codes == "100/33")
            #expect(try await bench.get("me/accounts", token: bench.token()).codes == "100/33")
            #expect(try await bench.get("me/permissions", token: bench.appToken).codes == "100/33")
        }
    }

    @Test(arguments: [
        ("", #"{"name":"Harbour Books","id":"111222333444555"}"#),
        ("id", #"{"id":"111222333444555"}"#),
        (
            "link,is_published,username",
            #"{"link":"https:\/\/www.facebook.com\/harbourbooks","is_published":true,"username":"harbourbooks","#
                + #""id":"111222333444555"}"#
        ),
        (
            "messaging_feature_status",
            #"{"messaging_feature_status":{"hop_v2":true,"msgr_multi_app":true,"ig_multi_app":false},"#
                + #""id":"111222333444555"}"#
        ),
    ])
    func aPageShowsWhatIsAskedFor(fields: String, body: String) async throws {
        try await GraphBench.run { bench in
            for node in ["me", GraphBench.page, "HarbourBooks"] {
                let query = fields.isEmpty ? FormFields() : FormFields(["fields": fields])
                let answer = try await bench.get(node, query, token: bench.token())
                #expect(String(decoding: answer.bytes, as: UTF8.self) == body)
            }
        }
    }

    @Test func namesAreEscapedAsMetaDoes() async throws {
        try await GraphBench.run { bench in
            let answer = try await bench.get("me", token: bench.token(GraphBench.secondPage))
            #expect(
                String(decoding: answer.bytes, as: UTF8.self)
                    == #"{"name":"Harbour Caf\u00e9","id":"222333444555666"}"#)
        }
    }

    @Test(arguments: [
        ("oldmillbakery", "10"), (GraphBench.thirdPage, "100/33"), ("9999", "100/33"), ("nosuchpage", "10"),
        ("me/nothing", "100/33"), ("me?fields=shoe_size", "100"),
    ])
    func whatATokenDoesNotReachIsRefused(path: String, codes: String) async throws {
        try await GraphBench.run { bench in
            let parts = path.split(separator: "?").map(String.init)
            let query = parts.count > 1 ? FormFields(decoding: parts[1]) : FormFields()
            #expect(try await bench.get(parts[0], query, token: bench.token()).codes == codes)
            let user = try await bench.logIn(as: GraphBench.moderator)
            #expect(try await bench.get(parts[0], query, token: user).codes == codes)
        }
    }

    @Test func anAppSeesItselfOnly() async throws {
        try await GraphBench.run { bench in
            let app = try await bench.get(
                GraphBench.app.id, FormFields(["fields": "id,name"]), token: bench.appToken)
            #expect(app.json == ["name": "Mock app", "id": .string(GraphBench.app.id)])
            #expect(try await bench.get(GraphBench.page, token: bench.appToken).codes == "100/33")
            #expect(try await bench.get("900", token: bench.appToken).codes == "100/33")
        }
    }

    @Test(arguments: [
        ("/v26.0/me", "v26.0"), ("/v22.0/me", "v22.0"), ("/v19.0/me", "v21.0"), ("/me", "v21.0"), ("/v2.3/me", "v21.0"),
    ])
    func oldVersionsAreServedByTheOldestThatLives(path: String, version: String) async throws {
        // After the end of v20, before that of v21.
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_795_000_000))
        try await GraphBench.run(clock: clock) { bench in
            let answer = try await bench.get(path, token: bench.token())
            #expect(answer.headers[.init("facebook-api-version")!] == version && answer.status == 200)
        }
    }

    @Test(arguments: ["/v27.0/me", "/v26/me", "/", "/v26.0", "/v26.0/a/b/c"])
    func whatIsNoAddressIsNotFound(path: String) async throws {
        try await GraphBench.run { bench in
            let answer = try await bench.call(path == "/" ? .post : .get, path, token: bench.token())
            #expect(answer.codes == (path == "/" ? "" : "100/33"))
        }
    }
}
