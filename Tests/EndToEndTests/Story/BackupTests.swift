import ConnectorKit
import Foundation
import MockPlatform
import MockSMS
import Testing

/// A backup is worth what comes back from it.
@Suite("Backup and restore")
struct BackupTests {
    @Test("Taken while 500 messages a second come in, and restored elsewhere: whole, and all that was acknowledged")
    func underLoad() async throws {
        let house = try await Installation()
        let ledger = Ledger()
        let traffic = Traffic(house, round: 0, ledger: ledger)
        let folder = house.folder
        let environment = ["GATEHOUSE_DATABASE_PATH": folder.appending(path: "gatehouse.sqlite").path]
        let backup = folder.appending(path: "backup").path

        let begin = ContinuousClock.now
        async let load: Void = traffic.inbound(6000, atOnce: 64)
        try await eventually("the load is on") { ledger.acknowledged.count >= 1500 }
        let before = ledger.acknowledged
        let made = try await GatewayProcess.run(["backup", backup], environment: environment, folder: folder)
        let during = ledger.acknowledged.count - before.count
        #expect(made.status == 0, "\(made.output)")
        await load
        let seconds = Double((ContinuousClock.now - begin).components.seconds)
        #expect(ledger.acknowledged.count == 6000, "nothing fails while a backup is taken")
        #expect(during > 0, "the gateway took messages in while the backup was taken")
        // Told, not tested: how fast it goes is the machine's.
        print("a backup while \(Int(6000 / max(seconds, 1))) messages a second came in")
        #expect(try permissions(of: backup) == 0o700)
        #expect(try permissions(of: backup + "/gatehouse.sqlite") == 0o600)
        let again = try await GatewayProcess.run(["backup", backup], environment: environment, folder: folder)
        #expect(again.status != 0 && again.output.contains("never written over"))

        // Elsewhere: another folder, another port, the same key.
        let elsewhere = folder.appending(path: "elsewhere")
        try FileManager.default.createDirectory(at: elsewhere, withIntermediateDirectories: true)
        let restored = ["GATEHOUSE_DATABASE_PATH": elsewhere.appending(path: "gatehouse.sqlite").path]
        let keyless = try await GatewayProcess.run(["restore", backup], environment: restored, folder: folder)
        #expect(keyless.status != 0 && keyless.output.contains("master key"), "\(keyless.output)")
        try FileManager.default.copyItem(
            at: folder.appending(path: "gatehouse.sqlite.key"), to: elsewhere.appending(path: "gatehouse.sqlite.key"))
        let put = try await GatewayProcess.run(["restore", backup], environment: restored, folder: folder)
        #expect(put.status == 0, "\(put.output)")
        let twice = try await GatewayProcess.run(["restore", backup], environment: restored, folder: folder)
        #expect(twice.status != 0 && twice.output.contains("already"))
        // Nobody to catch up from: only what the backup holds counts here.
        await house.mock.stop()
        let other = try await GatewayProcess.serve(in: elsewhere, port: try Program.freePort())
        let api = try await APIClient.knowing(other.url, token: house.api.token ?? "")

        let (texts, orphans) = try await messages(of: api)
        #expect(texts.count == Set(texts).count, "nothing is there twice")
        #expect(before.subtracting(texts).isEmpty, "\(before.subtracting(texts).count) acknowledged messages are gone")
        #expect(Set(texts).isSubset(of: ledger.acknowledged))
        #expect(orphans == 0, "no conversation without a message")
        #expect(try await received(api) == texts.count, "each message has its event, and each event its message")
        await other.stop()
        await house.end()
    }

    @Test("What waited when the backup was taken is not sent again by itself, and events go on behind every reader")
    func heldAfterRestore() async throws {
        let house = try await Installation(pace: 1)
        let folder = house.folder
        house.mock.faults.add(.status(500), on: .createMessage)
        for number in 1...3 {
            _ = try await house.api.post(
                "/v1/contact-points/default/notifications",
                ["to": .string("+1415555010\(number)"), "text": .string("Number \(number)")]
            ).expect(202)
        }
        let backup = folder.appending(path: "backup").path
        let made = try await GatewayProcess.run(
            ["backup", backup],
            environment: ["GATEHOUSE_DATABASE_PATH": folder.appending(path: "gatehouse.sqlite").path],
            folder: folder)
        #expect(made.status == 0, "\(made.output)")
        try await eventually("the original sends at least two") {
            (1...3).count { !house.mock.messages(to: "+1415555010\($0)").isEmpty } >= 2
        }
        await house.gateway.stop()
        let lastPosition = 1000
        let sent = (1...3).map { house.mock.messages(to: "+1415555010\($0)").count }

        // The machine is lost; the same place, from the backup.
        for name in ["gatehouse.sqlite", "gatehouse.sqlite-wal", "gatehouse.sqlite-shm"] {
            try? FileManager.default.removeItem(at: folder.appending(path: name))
        }
        let put = try await GatewayProcess.run(
            ["restore", backup],
            environment: ["GATEHOUSE_DATABASE_PATH": folder.appending(path: "gatehouse.sqlite").path],
            folder: folder)
        #expect(put.status == 0 && put.output.contains("are held"), "\(put.output)")
        try await house.restart()
        let events = try await house.api.get("/v1/events?cursor=\(lastPosition)").expect(200)["items"].array
        #expect(events.first?["kind"] == "gateway.restored" || events.first?["type"] == "gateway.restored", "\(events)")
        try await Task.sleep(for: .seconds(4))
        #expect((1...3).map { house.mock.messages(to: "+1415555010\($0)").count } == sent, "nothing was sent twice")

        // A new message to one of them is not held up by the old one.
        _ = try await house.api.post(
            "/v1/contact-points/default/notifications", ["to": "+14155550103", "text": "New"]
        ).expect(202)
        try await eventually("the new one leaves") {
            house.mock.messages(to: "+14155550103").contains { $0.body == "New" }
        }
        await house.end()
    }

    @Test("A damaged backup is not restored")
    func damaged() async throws {
        let house = try await Installation()
        let folder = house.folder
        let backup = folder.appending(path: "backup")
        let database = folder.appending(path: "gatehouse.sqlite").path
        _ = try await GatewayProcess.run(
            ["backup", backup.path], environment: ["GATEHOUSE_DATABASE_PATH": database], folder: folder)
        let copy = try FileHandle(forUpdating: backup.appending(path: "gatehouse.sqlite"))
        try copy.truncate(atOffset: try copy.seekToEnd() / 2)
        try copy.close()
        let elsewhere = folder.appending(path: "other.sqlite").path
        try FileManager.default.copyItem(atPath: database + ".key", toPath: elsewhere + ".key")
        let put = try await GatewayProcess.run(
            ["restore", backup.path], environment: ["GATEHOUSE_DATABASE_PATH": elsewhere], folder: folder)
        #expect(put.status != 0 && put.output.contains("damaged"), "\(put.output)")
        #expect(!FileManager.default.fileExists(atPath: elsewhere))
        await house.end()
    }

    private func permissions(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    /// Every inbound text, and how many conversations have no message.
    private func messages(of api: APIClient) async throws -> (texts: [String], orphans: Int) {
        var (texts, orphans): ([String], Int) = ([], 0)
        for conversation in try await all(api, "/v1/conversations") {
            let own = try await all(api, "/v1/conversations/\(conversation["id"].string ?? "")/messages")
            if own.isEmpty { orphans += 1 }
            texts += own.filter { $0["direction"] == "inbound" }.compactMap { $0["text"].string }
        }
        return (texts, orphans)
    }

    private func received(_ api: APIClient) async throws -> Int {
        var (count, cursor) = (0, "0")
        while true {
            let page = try await api.get("/v1/events?limit=200&cursor=\(cursor)").expect(200)
            count += page["items"].array.count { "\($0)".contains("message.received") }
            guard !page["items"].array.isEmpty, let next = page["next"].string else { return count }
            cursor = next
        }
    }

    private func all(_ api: APIClient, _ path: String) async throws -> [JSONValue] {
        var (items, cursor): ([JSONValue], String) = ([], "")
        while true {
            let page = try await api.get("\(path)?limit=200\(cursor)").expect(200)
            items += page["items"].array
            guard let next = page["next"].string else { return items }
            cursor = "&cursor=\(next)"
        }
    }
}
