import Foundation
import HTTPTypes
import Testing

/// How an installation begins.
@Suite("First start")
struct FirstStartTests {
    @Test("The first start makes one administrator's key, in a file that only its owner may read; no later start does")
    func firstKey() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "gatehouse.sqlite.first-key")
        var gateway = try await GatewayProcess.serve(in: folder, port: try Program.freePort())
        let token = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .newlines)
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
        #expect(gateway.log.contains(file.path))
        #expect(!gateway.log.contains(token), "the journal keeps what it is told")

        var api = try await APIClient.knowing(gateway.url, token: token)
        let keys = try await api.get("/v1/api-keys").expect(200)["items"].array
        #expect(keys.map { $0["level"] } == ["administrator"])
        let audit = try await api.get("/v1/audit").expect(200)["items"].array
        #expect(audit.contains { $0["action"] == "api-key.create" && $0["actor"] == "gateway" })

        // The last one cannot be revoked.
        let first = "/v1/api-keys/\(keys[0]["id"].string ?? "")"
        #expect(try await api.delete(first).expect(409).problem == "last-administrator")

        // Who has lost every key makes one on the machine.
        let made = try await GatewayProcess.run(
            ["api-key", "create", "--label", "Found again", "--level", "administrator"],
            environment: ["GATEHOUSE_DATABASE_PATH": folder.appending(path: "gatehouse.sqlite").path], folder: folder)
        #expect(made.status == 0, "\(made.output)")
        api = try await APIClient.knowing(
            gateway.url, token: made.output.split(separator: "\n").last.map(String.init) ?? "")
        #expect(try await api.get("/v1/api-keys").expect(200)["items"].array.count == 2)

        // Not even when the file is gone and the key is revoked: whoever can start the program again is no administrator.
        try FileManager.default.removeItem(at: file)
        _ = try await api.delete(first).expect(204)
        await gateway.stop()
        gateway = try await GatewayProcess.serve(in: folder, port: gateway.port)
        #expect(!FileManager.default.fileExists(atPath: file.path))
        #expect(try await api.with(token: token).get("/v1/api-keys").status == 401)
        #expect(try await api.get("/v1/api-keys").expect(200)["items"].array.count == 2)
        await gateway.stop()
    }

    @Test("Nobody hears that nobody is known, before what is wrong with the request")
    func strangersFirst() async throws {
        let house = try await Installation()
        let stranger = house.api.with(token: "gatehouse_unknown")
        for caller in [stranger, house.api.with(token: nil)] {
            let path = "/v1/contact-points/default/notifications"
            #expect(try await caller.call(.post, path, body: Array("x".utf8), contentType: "text/plain").status == 401)
            #expect(try await caller.get("/v1/conversations?nonsense=1").status == 401)
        }
        #expect(try await house.api.get("/v1/conversations?nonsense=1").status == 422)
        await house.end()
    }

    @Test("systemd hears when the gateway is ready and when it stops")
    func notify() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = "/tmp/gatehouse-notify-\(UUID().uuidString.prefix(8))"
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer {
            close(descriptor)
            unlink(path)
        }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        let gateway = try await GatewayProcess.serve(
            in: folder, port: try Program.freePort(), settings: ["NOTIFY_SOCKET": path])
        #expect(await gateway.stop() == 0)
        var heard: [String] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { break }
            heard.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
        #expect(heard == ["READY=1", "STOPPING=1"])
    }
}
