import Foundation
import MockPlatform
import MockSMS
import Testing

/// The master key, changed under a gateway that serves.
@Suite("Rotating the master key")
struct MasterKeyTests {
    private func environment(_ house: Installation) -> [String: String] {
        ["GATEHOUSE_DATABASE_PATH": house.folder.appending(path: "gatehouse.sqlite").path]
    }

    private func keyFile(_ house: Installation) throws -> [String] {
        try String(contentsOf: house.folder.appending(path: "gatehouse.sqlite.key"), encoding: .utf8)
            .split(separator: "\n").map(String.init)
    }

    @Test("While messages come in: none is refused, quarantine and credentials open, and the old key is gone")
    func whileServing() async throws {
        let house = try await Installation()
        house.mock.faults.add(.wrongSignature, on: .inbound)
        _ = try await house.mock.phone("+14155550100").text("kept sealed", to: Installation.number)
        let old = try keyFile(house)
        let ledger = Ledger()
        let traffic = Traffic(house, round: 0, ledger: ledger)
        async let load: Void = traffic.inbound(2500, atOnce: 8)
        try await eventually("the load is on") { ledger.acknowledged.count > 100 }
        let rotated = try await GatewayProcess.run(
            ["master-key", "rotate"], environment: environment(house), folder: house.folder)
        #expect(rotated.status == 0, "\(rotated.output)")
        let during = ledger.acknowledged.count
        await load
        #expect(during > 100 && ledger.acknowledged.count == 2500)
        let new = try keyFile(house)
        #expect(new.count == 1 && new != old)
        #expect(!rotated.output.contains(new[0]) && !rotated.output.contains(old[0]))

        // The process that served all the time opens what is sealed with the new key, and seals with it.
        let id = try await house.api.get("/v1/quarantine").expect(200)["items"][0]["id"].string ?? ""
        #expect(
            try await house.api.get("/v1/quarantine/\(id)").expect(200)["body"].string?.contains("kept+sealed") == true)
        _ = try await house.api.patch("/v1/platform-apps/\(house.app)", ["label": "Sealed anew"]).expect(200)
        #expect(
            try await house.api.get("/v1/audit?limit=200").expect(200)["items"].array.contains {
                $0["action"] == "master-key.rotate"
            })
        let shown = try await GatewayProcess.run(
            ["master-key", "show"], environment: environment(house), folder: house.folder)
        #expect(shown.status == 0, "\(shown.output)")
        await house.gateway.stop()
        try await house.restart()
        #expect(try await house.mock.phone("+14155550100").text("still signed", to: Installation.number).succeeded)
        await house.end()
    }

    @Test("Killed at any moment, everything opens, and the next run finishes what was begun")
    func killed() async throws {
        let house = try await Installation()
        let first = try keyFile(house)
        for milliseconds in [50, 300, 1000, 2150, 2400, 3500, 4200] {
            let command = try GatewayProcess(
                ["master-key", "rotate"], environment: environment(house), folder: house.folder, port: 0)
            try await Task.sleep(for: .milliseconds(milliseconds))
            await command.kill()
            let shown = try await GatewayProcess.run(
                ["master-key", "show"], environment: environment(house), folder: house.folder)
            #expect(shown.status == 0, "after \(milliseconds) ms: \(shown.output)")
            #expect(
                try await house.mock.phone("+14155550100").text("\(milliseconds)", to: Installation.number).succeeded)
        }
        let rotated = try await GatewayProcess.run(
            ["master-key", "rotate"], environment: environment(house), folder: house.folder)
        #expect(rotated.status == 0, "\(rotated.output)")
        let last = try keyFile(house)
        #expect(last.count == 1 && last != first)
        await house.gateway.stop()
        try await house.restart()
        #expect(try await house.mock.phone("+14155550100").text("at last", to: Installation.number).succeeded)
        await house.end()
    }

    @Test("From the environment: the new key goes in front of the old one, which goes when everything is sealed anew")
    func fromEnvironment() async throws {
        let (old, new) = (
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
        )
        let house = try await Installation(settings: ["GATEHOUSE_MASTER_KEY": old])
        #expect(!FileManager.default.fileExists(atPath: house.folder.appending(path: "gatehouse.sqlite.key").path))
        var environment = environment(house)
        environment["GATEHOUSE_MASTER_KEY"] = old
        let alone = try await GatewayProcess.run(
            ["master-key", "rotate"], environment: environment, folder: house.folder)
        #expect(alone.status != 0 && alone.output.contains("in front of"), "\(alone.output)")
        await house.gateway.stop()
        try await house.restart(with: ["GATEHOUSE_MASTER_KEY": "\(new),\(old)"])
        environment["GATEHOUSE_MASTER_KEY"] = "\(new),\(old)"
        let rotated = try await GatewayProcess.run(
            ["master-key", "rotate"], environment: environment, folder: house.folder)
        #expect(rotated.status == 0, "\(rotated.output)")
        await house.gateway.stop()
        try await house.restart(with: ["GATEHOUSE_MASTER_KEY": new])
        #expect(try await house.mock.phone("+14155550100").text("new key", to: Installation.number).succeeded)
        await house.gateway.stop()
        await #expect(throws: ProgramFailure.self, "the old key opens nothing any more") {
            try await house.restart(with: ["GATEHOUSE_MASTER_KEY": old])
        }
        await house.end()
    }
}
