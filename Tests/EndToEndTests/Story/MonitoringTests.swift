import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

/// What a monitoring system sees of the program.
@Suite("Health and metrics")
struct MonitoringTests {
    private func get(_ url: String) async throws -> (status: Int, body: String) {
        let reply = try await APIClient.sharedTransport.exchange(HTTPCall(method: .get, url: url))
        return (reply.status, String(decoding: reply.body, as: UTF8.self))
    }

    @Test("On the private listener, and on no other")
    func listeners() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (publicPort, privatePort) = (try Program.freePort(), try Program.freePort())
        let gateway = try await GatewayProcess.serve(
            in: folder, port: publicPort, settings: ["GATEHOUSE_PRIVATE_LISTEN": "127.0.0.1:\(privatePort)"])
        let (outside, inside) = (gateway.url, "http://127.0.0.1:\(privatePort)")
        #expect(try await get(inside + "/healthz").status == 200)
        let ready = try await get(inside + "/readyz")
        #expect(ready.status == 200)
        #expect(ready.body == #"{"checks":{"disk":"ok","masterKey":"ok","store":"ok"},"ready":true}"#)
        let metrics = try await get(inside + "/metrics")
        #expect(metrics.status == 200)
        #expect(metrics.body.contains("gatehouse_build_info{version="))
        #expect(metrics.body.contains(#"gatehouse_open_connections{listener="private"} "#))
        #expect(metrics.body.contains("gatehouse_commit_seconds_bucket{le=\"+Inf\"} "))
        for path in ["/healthz", "/readyz", "/metrics", "/v1/conversations", "/openapi.json"] {
            #expect(try await get(outside + path).status == 404, "\(path)")
        }
        await gateway.stop()
    }

    @Test("On a shared address only whether the process answers")
    func shared() async throws {
        let house = try await Installation()
        #expect(try await get(house.gateway.url + "/healthz").body == "ok\n")
        #expect(try await get(house.gateway.url + "/readyz").status == 404)
        #expect(try await get(house.gateway.url + "/metrics").status == 404)
        await house.end()
    }

    @Test("Not ready while the disk is nearly full, and it says so")
    func fullDisk() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let port = try Program.freePort()
        let gateway = try await GatewayProcess.serve(
            in: folder, port: try Program.freePort(),
            settings: ["GATEHOUSE_PRIVATE_LISTEN": "127.0.0.1:\(port)", "GATEHOUSE_DISK_LEAST_FREE": "1000000"])
        let ready = try await get("http://127.0.0.1:\(port)/readyz")
        // A disk of a terabyte that is free would be ready.
        #expect(ready.status == 503 && ready.body.contains("MiB are free"), "\(ready)")
        await gateway.stop()
    }
}
