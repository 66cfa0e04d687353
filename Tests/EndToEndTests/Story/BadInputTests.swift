import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

/// Bad input of each kind: the right status, a problem document, and nothing half done.
@Suite("Bad input")
struct BadInputTests {
    private struct Case {
        let what: String
        let path: String
        var body = #"{"to":"+14155550100","text":"Hello"}"#
        var type = "application/json"
        let status: Int
        let problem: String
        var field: String?
    }

    private static let notifications = "/v1/contact-points/default/notifications"

    private static let cases = [
        Case(what: "malformed JSON", path: notifications, body: #"{"to": "#, status: 400, problem: "malformed-json"),
        Case(what: "no JSON at all", path: notifications, body: "to=1", status: 400, problem: "malformed-json"),
        Case(
            what: "a wrong type", path: notifications, body: #"{"to":"+14155550100","text":5}"#, status: 422,
            problem: "invalid", field: "text"),
        Case(
            what: "a list for an object", path: notifications, body: "[]", status: 422, problem: "invalid",
            field: "body"),
        Case(
            what: "a missing field", path: notifications, body: #"{"to":"+14155550100"}"#, status: 422,
            problem: "invalid", field: "text"),
        Case(
            what: "an unknown field", path: notifications, body: #"{"to":"+14155550100","text":"a","txt":"b"}"#,
            status: 422, problem: "invalid", field: "txt"),
        Case(
            what: "null", path: notifications, body: #"{"to":"+14155550100","text":null}"#, status: 422,
            problem: "invalid", field: "text"),
        Case(
            what: "an empty text", path: notifications, body: #"{"to":"+14155550100","text":""}"#, status: 422,
            problem: "invalid", field: "text"),
        Case(
            what: "a text too long for the platform", path: notifications,
            body: #"{"to":"+14155550100","text":"\#(String(repeating: "a", count: 16_001))"}"#, status: 422,
            problem: "cannot-be-sent", field: "text"),
        Case(
            what: "a bad number", path: notifications, body: #"{"to":"415 555 010","text":"Hello"}"#, status: 422,
            problem: "invalid", field: "to"),
        Case(
            what: "a number with a letter in it", path: notifications,
            body: #"{"to":"+1415555010a1","text":"Hello"}"#, status: 422, problem: "invalid", field: "to"),
        Case(
            what: "a name nobody can write to", path: notifications, body: #"{"to":"Acme","text":"Hello"}"#,
            status: 422, problem: "invalid", field: "to"),
        Case(
            what: "a sender that is not ours", path: notifications,
            body: #"{"to":"+14155550100","text":"Hello","from":"+15005559999"}"#, status: 422, problem: "invalid",
            field: "from"),
        Case(
            what: "a platform that is not installed", path: notifications,
            body: #"{"to":"+14155550100","text":"Hello","platform":"pigeon"}"#, status: 422, problem: "invalid",
            field: "platform"),
        Case(
            what: "an oversize body", path: notifications,
            body: #"{"to":"+14155550100","text":"\#(String(repeating: "a", count: 70_000))"}"#, status: 413,
            problem: "too-large"),
        Case(
            what: "a wrong content type", path: notifications, type: "text/plain", status: 415,
            problem: "wrong-content-type"),
        Case(
            what: "an unknown contact point", path: "/v1/contact-points/nowhere/notifications", status: 404,
            problem: "not-found"),
        Case(
            what: "an id that cannot be one", path: "/v1/contact-points/No%20Where/notifications", status: 404,
            problem: "not-found"),
        Case(
            what: "an unknown conversation", path: "/v1/conversations/conv_0000000000000/messages",
            body: #"{"text":"Hello"}"#, status: 404, problem: "not-found"),
        Case(
            what: "another kind's id", path: "/v1/conversations/msg_0000000000000/messages",
            body: #"{"text":"Hello"}"#, status: 404, problem: "not-found"),
        Case(what: "an address nobody serves", path: "/v1/nothing", status: 404, problem: "not-found"),
        Case(
            what: "a second registration of a number", path: "/v1/contact-points/default/connections",
            body: #"{"app":"APP","address":"+15005550006"}"#, status: 409, problem: "address-in-use",
            field: "address"),
        Case(
            what: "a second registration in another writing", path: "/v1/contact-points/default/connections",
            body: #"{"app":"APP","address":"(500) 555-0006"}"#, status: 409, problem: "address-in-use",
            field: "address"),
        Case(
            what: "a number that is none", path: "/v1/contact-points/default/connections",
            body: #"{"app":"APP","address":"+1 500 555 00061"}"#, status: 422, problem: "invalid", field: "address"),
        Case(
            what: "a sending mode that is none", path: "/v1/contact-points/default/connections",
            body: #"{"app":"APP","address":"+18005550100","sending":{"mode":"silent"}}"#, status: 422,
            problem: "invalid", field: "sending.mode"),
        Case(
            what: "a standard number that diverts", path: "/v1/contact-points/default/connections",
            body: #"{"app":"APP","address":"+18005550100","sending":{"mode":"standard","divertsTo":"CONN"}}"#,
            status: 422, problem: "invalid", field: "sending.divertsTo"),
        Case(
            what: "a region without phone numbers", path: "/v1/contact-points",
            body: #"{"label":"X","region":"UK"}"#, status: 422, problem: "invalid", field: "region"),
        Case(
            what: "a time zone that is an abbreviation", path: "/v1/contact-points",
            body: #"{"label":"X","timeZone":"PST"}"#, status: 422, problem: "invalid", field: "timeZone"),
        Case(
            what: "a language that is none", path: "/v1/contact-points",
            body: #"{"label":"X","language":"english"}"#, status: 422, problem: "invalid", field: "language"),
        Case(
            what: "a setting that is not one", path: "/v1/platform-apps",
            body: #"{"platform":"sms","label":"x","settings":{"accountSid":"AC1","token":"x"}}"#, status: 422,
            problem: "invalid", field: "settings.token"),
        Case(
            what: "too many stop list entries", path: "/v1/contact-points/default/stop-list",
            body: #"{"addresses":[\#((0..<51).map { "\"+141555501\($0 + 10)\"" }.joined(separator: ","))]}"#,
            status: 422, problem: "invalid", field: "addresses"),
        Case(
            what: "an e-mail address that is none", path: "/v1/users",
            body: #"{"email":"Ann <ann@our.test>","name":"Ann","level":"agent"}"#, status: 422, problem: "invalid",
            field: "email"),
        Case(
            what: "a level that is none", path: "/v1/users",
            body: #"{"email":"ann@our.test","name":"Ann","level":"root"}"#, status: 422, problem: "invalid",
            field: "level"),
        Case(
            what: "a name of two lines", path: "/v1/users",
            body: #"{"email":"ann@our.test","name":"A\nB","level":"agent"}"#, status: 422, problem: "invalid",
            field: "name"),
        Case(
            what: "everyone for a user", path: "/v1/users",
            body: #"{"email":"ann@our.test","name":"Ann","level":"agent","roles":["everyone"]}"#, status: 422,
            problem: "invalid", field: "roles[0]"),
        Case(
            what: "a password for a new user", path: "/v1/users",
            body: #"{"email":"ann@our.test","name":"Ann","level":"agent","password":"x"}"#, status: 422,
            problem: "invalid", field: "password"),
        Case(
            what: "a link for nobody", path: "/v1/users/usr_0000000000000/password-link", body: "", status: 404,
            problem: "not-found"),
        Case(
            what: "a key for nobody", path: "/v1/api-keys",
            body: #"{"label":"x","level":"agent","user":"usr_0000000000000"}"#, status: 422, problem: "invalid",
            field: "user"),
        Case(
            what: "a log-in without a password", path: "/v1/session", body: #"{"email":"ann@our.test"}"#, status: 422,
            problem: "invalid", field: "password"),
        Case(
            what: "a log-in as a form", path: "/v1/session", body: "email=ann@our.test&password=x",
            type: "application/x-www-form-urlencoded", status: 415, problem: "wrong-content-type"),
        Case(
            what: "a password that cannot be one", path: "/v1/session",
            body: #"{"email":"ann@our.test","password":"\#(String(repeating: "a", count: 201))"}"#, status: 422,
            problem: "invalid", field: "password"),
        Case(
            what: "a log-in of nobody", path: "/v1/session", body: #"{"email":"\u0000","password":"x"}"#, status: 401,
            problem: "log-in-failed"),
        Case(
            what: "a link that nobody has made", path: "/v1/password-resets/completion",
            body: #"{"token":"x","password":"seven mice in a boat"}"#, status: 410, problem: "link-gone"),
        Case(
            what: "a new password by mail where there is no mail", path: "/v1/password-resets",
            body: #"{"email":"ann@our.test"}"#, status: 409, problem: "no-mail"),
        Case(
            what: "a second factor for a key", path: "/v1/me/second-factor", body: #"{"password":"x"}"#, status: 403,
            problem: "log-in-needed"),
        Case(
            what: "everyone for a key", path: "/v1/api-keys",
            body: #"{"label":"x","level":"agent","roles":["everyone"]}"#, status: 422, problem: "invalid",
            field: "roles[0]"),
    ]

    @Test("Each kind is refused for its own reason, and nothing is half done")
    func each() async throws {
        let house = try await Installation()
        let before = try await count(house)
        for bad in Self.cases {
            let body = bad.body.replacing("APP", with: house.app).replacing("CONN", with: house.connection)
            let answer = try await house.api.call(.post, bad.path, body: Array(body.utf8), contentType: bad.type)
            #expect(answer.status == bad.status, "\(bad.what): \(answer.json)")
            #expect(answer.problem == bad.problem, "\(bad.what): \(answer.json)")
            #expect(answer.headers[.contentType] == "application/problem+json", "\(bad.what)")
            if let field = bad.field {
                #expect(
                    answer["errors"].array.contains { $0["field"] == .string(field) }, "\(bad.what): \(answer.json)")
            }
        }
        // What is no UTF-8 is no JSON, also where nobody would read it: the first of two fields of a name counts.
        let encoding = try await house.api.call(
            .post, Self.notifications,
            body: Array(#"{"to":"+14155550100","text":"Hello","text":""#.utf8) + [0x9E] + Array(#""}"#.utf8),
            contentType: "application/json")
        #expect(encoding.status == 400 && encoding.problem == "malformed-json", "\(encoding.json)")
        #expect(try await count(house) == before)
        #expect(house.mock.messages().isEmpty)
        for query in ["limit=0", "limit=x", "limit=201", "cursor=x", "sort=up", "state=open"] {
            let answer = try await house.api.get("/v1/conversations?\(query)")
            #expect(answer.status == 422, "\(query): \(answer.json)")
        }
        for token in [nil, "", "gatehouse_wrong", "Bearer"] {
            #expect(try await house.api.with(token: token).get("/v1/conversations").status == 401)
        }
        await house.end()
    }

    @Test("An idempotency key gives the same answer, and another body under it is refused")
    func idempotency() async throws {
        let house = try await Installation()
        let path = Self.notifications
        let body: JSONValue = ["to": "+14155550100", "text": "Once"]
        let first = try await house.api.post(path, body, idempotencyKey: "one").expect(202)
        let again = try await house.api.post(path, body, idempotencyKey: "one").expect(202)
        #expect(first.json == again.json)
        let other = try await house.api.post(
            path, ["to": "+14155550100", "text": "Twice"], idempotencyKey: "one")
        #expect(other.status == 422)
        #expect(other.problem == "idempotency-key-reused")
        // Many at once under one key make one message.
        let ids = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<20 {
                group.addTask { [api = house.api] in
                    try await api.post(path, body, idempotencyKey: "many").expect(202)["id"].string
                }
            }
            return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        _ = try await house.mock.phone("+14155550100").texts.wait(for: 2) { $0.direction == .received }
        // Refusals are not kept: the same request may succeed later.
        let bad = try await house.api.post(path, ["to": "x", "text": "Hello"], idempotencyKey: "bad")
        #expect(bad.status == 422)
        _ = try await house.api.post(path, body, idempotencyKey: "bad").expect(202)
        await house.end()
    }

    private func count(_ house: Installation) async throws -> [Int] {
        var counts: [Int] = []
        for path in [
            "/v1/conversations", "/v1/platform-apps", "/v1/api-keys", "/v1/users", "/v1/roles", "/v1/contact-points",
            "/v1/contact-points/default/stop-list", "/v1/events",
        ] {
            // The first run of a checklist falls in here or does not.
            counts.append(
                try await house.api.get(path).expect(200)["items"].array.count {
                    $0["type"] != "connection.checklistChanged"
                })
        }
        return counts
    }
}
