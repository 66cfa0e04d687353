import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import LoopbackMail
import MockPlatform
import MockSMS
import Testing

/// People, from the invitation to the forgotten password, through the real program.
@Suite("People")
struct PeopleTests {
    private static let first = "seven mice in a boat"
    private static let second = "eight mice in a boat"

    /// The token of the link in the newest mail to somebody.
    private func token(_ server: LoopbackMailServer, to address: String, count: Int) async throws -> String {
        try await eventually("a mail to \(address)") { server.mails.count { $0.to == [address] } >= count }
        let text = try #require(server.mails.last { $0.to == [address] }?.text)
        let link = try #require(text.split(whereSeparator: \.isNewline).first { $0.contains("/reset#") })
        #expect(link.hasPrefix("https://panel.our.test/panel/reset#"))
        return String(link.split(separator: "#")[1])
    }

    @Test(
        "Invited by mail, a password, an authenticator app, a recovery code, a password forgotten; no secret in any log"
    )
    func story() async throws {
        let server = LoopbackMailServer()
        let house = try await Installation(settings: [
            "GATEHOUSE_MAIL_SERVER": server.address, "GATEHOUSE_MAIL_ENCRYPTION": "none",
            "GATEHOUSE_MAIL_FROM": "gatehouse@our.test", "GATEHOUSE_MAIL_ALERTS_TO": "admin@our.test",
            "GATEHOUSE_PANEL_URL": "https://panel.our.test", "GATEHOUSE_LOG_LEVEL": "trace",
        ])
        let made = try await house.api.post(
            "/v1/users", ["email": "Ann@our.test", "name": "Ann", "level": "agent"], idempotencyKey: "ann"
        ).expect(201)
        #expect(made["email"] == "ann@our.test" && made["invitation"]["delivery"] == "mail")
        #expect(made["invitation"]["link"] == .null && made["passwordSetAt"] == .null)

        // The link sets a password, once, and a poor one uses it up not.
        let invitation = try await token(server, to: "ann@our.test", count: 1)
        let ann = Browser(house.api)
        for poor in ["mice", "Ann@our.test", "password1234"] {
            let answer = try await ann.post(
                "/v1/password-resets/completion", ["token": .string(invitation), "password": .string(poor)])
            #expect(answer.status == 422 && answer["errors"][0]["field"] == "password")
        }
        func complete(_ token: String, _ password: String) async throws -> Int {
            try await ann.post(
                "/v1/password-resets/completion", ["token": .string(token), "password": .string(password)]
            ).status
        }
        #expect(try await complete(invitation, Self.first) == 204)
        #expect(try await complete(invitation, Self.second) == 410)

        // In by password. Over https the cookie can be set by nobody else.
        #expect(try await ann.logIn("ann@our.test", "not that one").problem == "log-in-failed")
        _ = try await ann.logIn("ann@our.test", Self.first).expect(201)
        #expect(ann.cookies.keys.sorted() == ["__Host-gatehouse-device", "__Host-gatehouse-session"])
        #expect(try await ann.get("/v1/me").expect(200)["roles"] == ["everyone"])

        // An authenticator app.
        let begun = try await ann.post("/v1/me/second-factor", ["password": .string(Self.first)]).expect(201)
        let secret = begun["secret"].string ?? ""
        #expect(begun["url"].string?.hasPrefix("otpauth://totp/") == true)
        let app = Authenticator(secret)
        let refused = try await ann.put("/v1/me/second-factor/confirmation", ["code": "000000"])
        #expect(refused.status == 422)
        let codes = try await ann.put("/v1/me/second-factor/confirmation", ["code": .string(app.code())])
            .expect(200)["recoveryCodes"].array.compactMap(\.string)
        #expect(codes.count == 10)
        _ = try await ann.delete("/v1/session").expect(204)
        #expect(ann.session == nil)
        #expect(try await ann.get("/v1/session").status == 401)
        #expect(try await ann.logIn("ann@our.test", Self.first).problem == "second-factor-needed")
        // That of the confirmation is used up; the next half minute's is good already.
        let next = app.code(1)
        _ = try await ann.logIn("ann@our.test", Self.first, code: next).expect(201)
        #expect(try await ann.logIn("ann@our.test", Self.first, code: next).problem == "log-in-failed")

        // The telephone is lost: a code from the drawer.
        _ = try await ann.logIn("ann@our.test", Self.first, code: codes[0]).expect(201)
        #expect(try await ann.logIn("ann@our.test", Self.first, code: codes[0]).problem == "log-in-failed")
        let me = try await ann.get("/v1/me").expect(200)
        #expect(me["secondFactor"]["recoveryCodesLeft"] == 9)
        let session = try #require(ann.session)

        // The password is forgotten: whoever asks, and for whom, the answer is the same.
        for email in ["ann@our.test", "nobody@our.test"] {
            let answer = try await ann.post("/v1/password-resets", ["email": .string(email)])
            #expect(answer.status == 202 && answer.json == .null)
        }
        let reset = try await token(server, to: "ann@our.test", count: 2)
        #expect(try await complete(reset, Self.second) == 204)
        #expect(try await ann.get("/v1/me").status == 401, "the new password has ended the session")
        #expect(try await ann.logIn("ann@our.test", Self.first, code: codes[1]).problem == "log-in-failed")
        _ = try await ann.logIn("ann@our.test", Self.second, code: codes[1]).expect(201)
        #expect(!server.mails.contains { $0.to.contains("nobody@our.test") })

        // No secret stands in a log, in the audit log, or in the database.
        let audit = try await house.api.get("/v1/audit?limit=200").expect(200)
        let actions = Set(audit["items"].array.compactMap { $0["action"].string })
        #expect(
            actions.isSuperset(of: [
                "user.create", "password-link.mail", "password.set", "log-in", "second-factor.begin",
                "second-factor.set-up", "session.end",
            ]))
        let repeated = try await house.api.post(
            "/v1/users", ["email": "Ann@our.test", "name": "Ann", "level": "agent"], idempotencyKey: "ann"
        ).expect(201)
        #expect(repeated["id"] == made["id"])
        let told = house.gateway.log + String(decoding: try audit.json.bytes, as: UTF8.self)
        await house.gateway.stop()
        let stored = try FileManager.default.contentsOfDirectory(at: house.folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("gatehouse.sqlite") && !$0.hasDirectoryPath }
            .map { try Data(contentsOf: $0) }.reduce(Data(), +)
        #expect(stored.range(of: Data("ann@our.test".utf8)) != nil)
        for secret in [Self.first, Self.second, invitation, reset, secret, session] + codes {
            #expect(!told.contains(secret))
            #expect(stored.range(of: Data(secret.utf8)) == nil)
        }
        #expect(!told.contains("ann@our.test"))
        await house.end()
    }

    @Test("A session counts for our own pages only")
    func otherPages() async throws {
        let house = try await Installation()
        let ann = try await house.person("ann@our.test", level: "administrator").browser
        let role: JSONValue = ["label": "Boss"]
        for site in ["cross-site", "same-site", "none", nil] {
            let answer = try await ann.call(.post, "/v1/roles", role, site: site)
            #expect(answer.status == 403 && answer.problem == "wrong-origin", "\(site ?? "unsaid")")
        }
        for (origin, isOwn) in [
            ("https://evil.test", false), ("null", false), (house.gateway.url, true), ("http://127.0.0.1:1", false),
        ] {
            let answer = try await ann.call(.post, "/v1/roles", role, site: nil, headers: [.origin: origin])
            #expect(answer.status == (isOwn ? 201 : 403), "\(origin)")
        }
        // To look at something by hand is harmless, on a stranger's page it is not.
        #expect(try await ann.call(.get, "/v1/me", site: nil).status == 200)
        #expect(try await ann.call(.get, "/v1/me", site: "none").status == 200)
        #expect(try await ann.call(.get, "/v1/me", site: "same-site").problem == "wrong-origin")
        // Nor can a stranger's page log somebody in.
        let body: JSONValue = ["email": "ann@our.test", "password": .string(Installation.password)]
        #expect(try await ann.call(.post, "/v1/session", body, site: "cross-site").problem == "wrong-origin")
        // A form of a stranger's page cannot send JSON.
        let form = try await house.api.with(token: nil).call(
            .post, "/v1/session", body: try body.bytes, contentType: "text/plain")
        #expect(form.status == 415)
        // A key is sent by no browser by itself: it counts wherever it comes from, and in place of the cookie.
        let withKey = try await ann.call(
            .post, "/v1/roles", ["label": "Chief"], site: "cross-site",
            headers: [.authorization: "Bearer \(house.api.token ?? "")"])
        #expect(withKey.status == 201)
        let wrongKey = try await ann.call(.get, "/v1/me", headers: [.authorization: "Bearer gatehouse_no"])
        #expect(wrongKey.status == 401)
        await house.end()
    }

    @Test("Where a second factor is required, nothing else is possible without one")
    func required() async throws {
        let house = try await Installation(settings: ["GATEHOUSE_SECOND_FACTOR_REQUIRED": "everybody"])
        let ann = try await house.person("ann@our.test").browser
        #expect(try await ann.get("/v1/session").expect(200)["me"]["secondFactor"]["isRequired"] == true)
        for path in ["/v1/me", "/v1/conversations", "/v1/sessions"] {
            #expect(try await ann.get(path).problem == "second-factor-required", "\(path)")
        }
        let streamed = try await ann.call(.get, "/v1/events", headers: [.accept: "text/event-stream"])
        #expect(streamed.status == 403)
        let begun = try await ann.post("/v1/me/second-factor", ["password": .string(Installation.password)]).expect(201)
        let app = Authenticator(begun["secret"].string ?? "")
        _ = try await ann.put("/v1/me/second-factor/confirmation", ["code": .string(app.code())]).expect(200)
        #expect(try await ann.get("/v1/conversations").status == 200)
        // Keys have nothing to do with it.
        #expect(try await house.api.get("/v1/conversations").status == 200)
        await house.end()
    }

    @Test("The API is open to the networks that are named, seen through our proxies; webhooks are open to all")
    func allowedNetworks() async throws {
        let house = try await Installation()
        await house.gateway.stop()
        try await house.restart(with: [
            "GATEHOUSE_PRIVATE_ALLOWED_NETWORKS": "192.0.2.0/24, 2001:db8::/32",
            "GATEHOUSE_PUBLIC_TRUSTED_PROXIES": "127.0.0.1",
        ])
        func status(_ path: String, from client: String?) async throws -> Int {
            var headers: HTTPFields = client.map { [.init("X-Forwarded-For")!: $0] } ?? [:]
            headers[.authorization] = "Bearer \(house.api.token ?? "")"
            return try await APIClient.sharedTransport.exchange(
                HTTPCall(method: .get, url: house.gateway.url + path, headers: headers)
            ).status
        }
        for (client, isAllowed) in [
            ("192.0.2.7", true), ("2001:db8::1", true), ("192.0.3.1", false), ("2001:db9::1", false), (nil, false),
            ("192.0.2.7, 203.0.113.9", false), ("no address", false),
        ] {
            #expect(try await status("/v1/roles", from: client) == (isAllowed ? 200 : 403), "\(client ?? "loopback")")
        }
        // Not even who knows the password gets to try it.
        #expect(try await Browser(house.api).logIn("a@our.test", "b").problem == "address-not-allowed")
        try await house.mock.phone("+14155550100").text("Hello", to: Installation.number)
        #expect(try await status("/openapi.json", from: nil) == 403)
        #expect(try await status("/media/x/y/z", from: nil) == 404)
        #expect(try await status("/healthz", from: nil) == 200)
        let conversations = try await house.api.call(
            .get, "/v1/conversations", headers: [.init("X-Forwarded-For")!: "192.0.2.7"])
        #expect(conversations["items"].array.count == 1)
        await house.end()
    }

    @Test(
        "Settings that are not right stop the program, with the name",
        arguments: [
            ("SESSIONS_IDLE", "299", "sessions.idle"), ("SESSIONS_LONGEST", "never", "sessions.longest"),
            ("SECOND_FACTOR_REQUIRED", "some", "secondFactor.required"),
            ("PRIVATE_ALLOWED_NETWORKS", "", "private.allowedNetworks"),
            ("PRIVATE_ALLOWED_NETWORKS", "10.0.0.1/8", "private.allowedNetworks"),
            ("PANEL_URL", "https://our.test/panel", "panel.url"),
        ])
    func settings(name: String, value: String, setting: String) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (status, output) = try await GatewayProcess.run(
            ["serve"], environment: ["GATEHOUSE_\(name)": value], folder: folder)
        #expect(status != 0)
        #expect(output.contains("The setting \(setting) is not right"), "\(output)")
    }

    @Test("On the machine: made, listed, a password, the second factor taken, disabled; the last administrator not")
    func commands() async throws {
        let house = try await Installation()
        let added = try await house.command(
            "user", "add", "Ann@our.test", "--name", "Ann", "--level", "administrator", "--role", "support")
        #expect(added.status == 0, "\(added.output)")
        let lines = added.output.split(separator: "\n")
        let token = try #require(lines.last?.split(separator: "#").last)
        #expect(lines.last?.hasPrefix("\(house.gateway.url)/panel/reset#") == true)
        let ann = Browser(house.api)
        _ = try await ann.post(
            "/v1/password-resets/completion",
            ["token": .string(String(token)), "password": .string(Installation.password)]
        ).expect(204)
        _ = try await ann.logIn("ann@our.test", Installation.password).expect(201)
        let begun = try await ann.post("/v1/me/second-factor", ["password": .string(Installation.password)]).expect(201)
        let app = Authenticator(begun["secret"].string ?? "")
        _ = try await ann.put("/v1/me/second-factor/confirmation", ["code": .string(app.code())]).expect(200)

        let listed = try await house.command("user", "list")
        #expect(listed.output.contains("ann@our.test\tadministrator\tAnn\n"), "\(listed.output)")
        let reset = try await house.command("user", "reset-second-factor", "ANN@our.test")
        #expect(reset.status == 0, "\(reset.output)")
        #expect(try await ann.get("/v1/me").status == 401)
        _ = try await ann.logIn("ann@our.test", Installation.password).expect(201)

        let script = "echo 'nine mice in a boat' | '\(Program.url.path)' user password ann@our.test"
        let set = try await GatewayProcess.run(
            ["-c", script], program: URL(filePath: "/bin/bash"),
            environment: ["GATEHOUSE_DATABASE_PATH": house.folder.appending(path: "gatehouse.sqlite").path],
            folder: house.folder)
        #expect(set.status == 0 && !set.output.contains("mice"), "\(set.output)")
        #expect(try await ann.get("/v1/me").status == 401)
        _ = try await ann.logIn("ann@our.test", "nine mice in a boat").expect(201)

        // A link makes another browser known, which then waits for nobody's guesses but its own.
        let printed = try await house.command("user", "password-link", "ann@our.test")
        #expect(
            printed.status == 0 && printed.output.hasPrefix("\(house.gateway.url)/panel/reset#"), "\(printed.output)")
        let next = try #require(printed.output.split(whereSeparator: \.isNewline).first?.split(separator: "#").last)
        let another = Browser(house.api)
        _ = try await another.post(
            "/v1/password-resets/completion",
            ["token": .string(String(next)), "password": .string(Installation.password)]
        ).expect(204)
        #expect(another.cookies.keys.contains { $0.hasSuffix("gatehouse-device") })
        #expect(try await ann.get("/v1/me").status == 401)
        _ = try await ann.logIn("ann@our.test", Installation.password).expect(201)

        // Ann and the first key are two; then Ann is the last.
        let key = try await house.api.get("/v1/api-keys").expect(200)["items"][0]["id"].string ?? ""
        _ = try await ann.delete("/v1/api-keys/\(key)").expect(204)
        let last = try await house.command("user", "disable", "ann@our.test")
        #expect(last.status != 0 && last.output.contains("Nobody would be left"), "\(last.output)")
        let refused = try await ann.call(
            .patch, "/v1/users/\(lines[0].split(separator: " ")[0])", ["level": "manager"])
        #expect(refused.status == 409 && refused.problem == "last-administrator")
        _ = try await house.command("user", "add", "bob@our.test", "--name", "Bob", "--level", "agent")
        #expect(try await house.command("user", "disable", "bob@our.test").status == 0)
        for wrong in [
            ["user", "add", "ann@our.test", "--name", "Ann"], ["user", "add", "nobody", "--name", "No"],
            ["user", "disable", "nobody@our.test"], ["user", "password", "nobody@our.test"],
        ] {
            let environment = ["GATEHOUSE_DATABASE_PATH": house.folder.appending(path: "gatehouse.sqlite").path]
            #expect(
                try await GatewayProcess.run(wrong, environment: environment, folder: house.folder).status != 0)
        }
        await house.end()
    }
}
