import Foundation
import Gateway
import GatewayModel
import HTTPTypes
import MockSMS
import Storage
import Testing

@Suite("Stop lists as files, through the program")
struct StopListFileTests {
    private static let path = "/v1/contact-points/default/stop-list"

    @Test("What is exported here and imported elsewhere is the same list, with the day on which each one stopped")
    func elsewhere() async throws {
        let (here, there) = (try await Installation(), try await Installation())
        #expect(try await here.mock.phone("+14155550111").text("STOP", to: Installation.number).succeeded)
        let added = (0..<50).map { "+1415555\(2000 + $0)" }
        _ = try await here.api.post(Self.path, ["addresses": .string(added.joined(separator: ", "))]).expect(200)
        _ = try await here.api.post("/v1/contact-points", ["id": "sales", "label": "Sales"]).expect(201)
        _ = try await here.api.post(
            "/v1/contact-points/sales/stop-list", ["addresses": ["+14155550111", "+14155559999"]]
        ).expect(200)

        let one = try CurlDownload(here.api, Self.path + ".csv").end()
        let all = try CurlDownload(here.api, "/v1/stop-list.csv").end()
        #expect((one.status, all.status) == (0, 0))
        #expect(one.headers.contains("attachment; filename=\"stop-list-default-20"))
        #expect(one.body.hasPrefix("contactPoint,kind,address,source,actor,since\r\n"))
        #expect(one.body.components(separatedBy: "\r\n").count == 53)
        #expect(all.body.components(separatedBy: "\r\n").count == 55)
        #expect(one.body.contains("\r\ndefault,phone,+14155550111,customer,customer,"))

        // There, nobody knows `sales` yet: its lines are refused one by one, and come in once it is there.
        let first = try await there.api.call(
            .post, "/v1/stop-list.csv", body: Array(all.body.utf8), contentType: "text/csv; charset=utf-8")
        #expect((first["added"], first["refused"]) == (51, 2))
        #expect(first["refusals"][0]["line"] == 53)
        #expect(first["refusals"][0]["reason"].string?.contains("sales") == true)
        _ = try await there.api.post("/v1/contact-points", ["id": "sales", "label": "Sales"]).expect(201)
        let second = try await there.api.call(
            .post, "/v1/stop-list.csv", body: Array(all.body.utf8), contentType: "text/csv")
        #expect((second["added"], second["already"], second["refused"]) == (2, 51, 0))
        #expect(try CurlDownload(there.api, "/v1/stop-list.csv").end().body == all.body)

        let entry = try await there.api.get(Self.path + "?limit=1").expect(200)["items"][0]
        #expect((entry["address"], entry["source"], entry["actor"]) == ("+14155550111", "customer", "customer"))
        #expect(entry["importedBy"].string?.hasPrefix("key_") == true)
        let send: JSONValue = ["to": "+14155552049", "text": "Hello"]
        #expect(try await there.api.post("/v1/contact-points/default/notifications", send).problem == "stop-list")
        let events = try await there.api.get("/v1/events?type=stopList.imported&contactPoint=default").expect(200)[
            "items"
        ].array
        #expect(events.map { $0["data"]["value"] } == ["51"])
        let audit = try await there.api.get("/v1/audit?action=stop-list").expect(200)["items"].array
        #expect(audit.map { $0["action"] } == ["stop-list.export", "stop-list.import", "stop-list.import"])
        await here.end()
        await there.end()
    }

    @Test("Up to 50 at once, each answered by itself; 51 change nothing; taking off warns of the carrier's block")
    func atOnce() async throws {
        let house = try await Installation()
        let most = (0..<51).map { "+1415555\(3000 + $0)" }
        for path in [Self.path, Self.path + "/remove"] {
            for body in [.string(most.joined(separator: ",")), .array(most.map { .string($0) })] as [JSONValue] {
                let refused = try await house.api.post(path, ["addresses": body])
                #expect(refused.status == 422)
                #expect(refused["errors"][0]["field"] == "addresses")
            }
        }
        #expect(try await house.api.get(Self.path).expect(200)["items"].array.isEmpty)
        let mixed = try await house.api.post(
            Self.path, ["addresses": "+1 (415) 555-0111, nobody at all, (415) 555-0111, 415.555.0112, 415 555"]
        ).expect(200)
        #expect(mixed["results"].array.map { $0["outcome"] } == ["added", "invalid", "duplicate", "added", "invalid"])
        #expect(mixed["results"][1]["reason"] == "it is not a phone number.")
        #expect(mixed["results"][3]["address"] == "+14155550112")
        #expect(mixed["results"][4]["reason"].string?.contains("too short") == true)
        #expect(mixed["warning"] == .null)
        let removed = try await house.api.post(
            Self.path + "/remove", ["addresses": ["+14155550111", "+14155550113, x", "+14155550112"]]
        ).expect(200)
        #expect(removed["results"].array.map { $0["outcome"] } == ["removed", "notListed", "invalid", "removed"])
        #expect(removed["results"][0]["mayBeBlockedAt"] == [.string(Installation.number)])
        #expect(removed["warning"].string?.contains("START to: \(Installation.number)") == true)

        _ = try await house.api.post(Self.path, ["addresses": "+14155550111"]).expect(200)
        let one = try await house.api.delete(Self.path + "/+14155550111").expect(200)
        #expect(one["results"][0]["mayBeBlockedAt"] == [.string(Installation.number)])
        #expect(try await house.api.delete(Self.path + "/+14155550111").status == 404)
        let agent = try await house.api.post("/v1/api-keys", ["label": "Agent", "level": "agent"]).expect(201)
        let asAgent = house.api.with(token: agent["token"].string)
        #expect(try await asAgent.post(Self.path + "/remove", ["addresses": "+14155550112"]).status == 403)
        #expect(try await asAgent.get(Self.path + ".csv").status == 403)
        await house.end()
    }

    @Test("A file that is none is refused for its own reason, and nothing is changed")
    func noFiles() async throws {
        let house = try await Installation()
        for (body, type, status, problem) in [
            ("address\n+14155550111\n", "application/json", 415, "wrong-content-type"),
            ("address\n+14155550111\n", "application/octet-stream", 415, "wrong-content-type"),
            ("+14155550111\n", "text/csv", 422, "invalid"), ("", "text/csv", 415, "wrong-content-type"),
            ("\n", "text/csv", 422, "invalid"), ("PK\u{3}\u{4}\0\0", "text/csv", 422, "invalid"),
        ] {
            let answer = try await house.api.call(
                .post, Self.path + ".csv", body: Array(body.utf8), contentType: type)
            #expect((answer.status, answer.problem) == (status, problem), "\(body) as \(type)")
        }
        let nowhere = try await house.api.call(
            .post, "/v1/contact-points/nowhere/stop-list.csv", body: Array("address\n+14155550111\n".utf8),
            contentType: "text/csv")
        #expect(nowhere.status == 404)
        #expect(try await house.api.get(Self.path).expect(200)["items"].array.isEmpty)
        await house.end()
    }

    @Test("On the machine: added, listed, exported, removed and imported again, beside a gateway that serves")
    func commandLine() async throws {
        let house = try await Installation()
        let environment = ["GATEHOUSE_DATABASE_PATH": house.folder.appending(path: "gatehouse.sqlite").path]
        func run(_ arguments: String...) async throws -> (status: Int32, output: String) {
            try await GatewayProcess.run(["stop-list"] + arguments, environment: environment, folder: house.folder)
        }
        let here = ["--contact-point", "default"]
        let added = try await run("add", here[0], here[1], "+14155550111, +1 415 555 0112", "nobody", "+14155550113")
        #expect(added.status == 1)
        for words in ["+14155550111\tadded", "+14155550112\tadded", "nobody\tnot an address", "+14155550113\tadded"] {
            #expect(added.output.contains(words), "\(added.output)")
        }
        let tooMany = try await run(
            "add", here[0], here[1], (0..<51).map { "+1415555\(2000 + $0)" }.joined(separator: ","))
        #expect(tooMany.status != 0)
        #expect(tooMany.output.contains("nothing was changed"))
        let listed = try await run("list", here[0], here[1])
        #expect(listed.output.split(separator: "\n").count == 3)
        #expect(listed.output.contains("+14155550111\tadministrator\tcommand line\t20"))

        let file = house.folder.appending(path: "list.csv")
        #expect(try await run("export", here[0], here[1], "--output", file.path).status == 0)
        let exported = try String(contentsOf: file, encoding: .utf8)
        let printed = try await run("export", "--all")
        #expect(printed.output == exported)
        #expect(try await run("export", "--all", "--output", file.path).output.contains("is there already"))
        #expect(try await run("export").status != 0)

        let removed = try await run("remove", here[0], here[1], "+14155550111,+14155550112", "+14155550199")
        #expect(removed.status == 0)
        #expect(removed.output.contains("+14155550111\tremoved"))
        #expect(removed.output.contains("+14155550199\tnot on the list"))
        #expect(removed.output.contains("each customer texts START to: \(Installation.number)"))
        #expect(try await run("list", here[0], here[1]).output.split(separator: "\n").count == 1)

        let imported = try await run("import", here[0], here[1], file.path)
        #expect(imported.status == 0)
        #expect(imported.output == "3 lines: 2 added, 1 on the list already, 0 outdated, 0 refused.\n")
        #expect(try await run("export", "--all").output == exported)
        #expect(try await run("list", here[0], here[1]).output.contains("\timported by command line at "))
        try Data((exported + "default,phone,not a number,,,\r\n").utf8).write(to: file)
        let again = try await run("import", "--all", file.path)
        #expect(again.status == 1)
        #expect(again.output.contains("line 5: "))
        // The gateway that serves sees it at once.
        let send: JSONValue = ["to": "+14155550112", "text": "Hello"]
        #expect(try await house.api.post("/v1/contact-points/default/notifications", send).problem == "stop-list")
        await house.end()
    }
}
