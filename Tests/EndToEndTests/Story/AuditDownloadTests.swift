import Foundation
import Gateway
import GatewayModel
import Storage
import Testing

@Suite("The audit log as CSV")
struct AuditDownloadTests {
    @Test("The same entries as the list has, by the same filters, and no label runs as a formula")
    func same() async throws {
        let house = try await Installation()
        let label = "=HYPERLINK(\"https://evil.example\",\"a, b\")"
        _ = try await house.api.post("/v1/roles", ["id": "trap", "label": .string(label)]).expect(201)
        let (status, headers, body) = try CurlDownload(house.api, "/v1/audit.csv").end()
        #expect(status == 0)
        #expect(headers.contains("content-type: text/csv; charset=utf-8; header=present\r\n"))
        #expect(headers.contains("content-disposition: attachment; filename=\"audit-20"))
        #expect(headers.contains("transfer-encoding: chunked"))
        let entries = try await house.api.get("/v1/audit?limit=200").expect(200)["items"].array
        let lines = body.components(separatedBy: "\r\n")
        #expect(lines.first == "position,at,actor,action,subject,before,after")
        #expect(
            lines.dropFirst().dropLast().map { String($0.prefix { $0 != "," }) }
                == entries.compactMap { $0["position"].number }.map { String(Int($0)) })
        #expect(body.contains(",\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"a, b\"\")\"\r\n"))

        let roles = try CurlDownload(house.api, "/v1/audit.csv?action=role").end().body
        #expect(roles.components(separatedBy: "\r\n").count == 4)
        #expect(try await house.api.get("/v1/audit.csv?since=yesterday").expect(422)["errors"][0]["field"] == "since")
        #expect(try await house.api.get("/v1/audit.csv?limit=5").status == 422)
        let agent = try await house.api.post("/v1/api-keys", ["label": "Agent", "level": "agent"]).expect(201)
        #expect(try await house.api.with(token: agent["token"].string).get("/v1/audit.csv").status == 403)
        #expect(try await house.api.with(token: "gatehouse_wrong").get("/v1/audit.csv").status == 401)
        await house.end()
    }

    @Test("A key that is revoked ends its download, and whoever takes it sees that it is not whole")
    func revoked() async throws {
        let house = try await Installation()
        try await fill(house, megabytes: 24)
        let key = try await house.api.post("/v1/api-keys", ["label": "Auditor", "level": "administrator"]).expect(201)
        let download = try CurlDownload(
            house.api.with(token: key["token"].string), "/v1/audit.csv?action=filler", isHeldBack: true)
        try await eventually("the download is under way") { download.hasBegun }
        _ = try await house.api.delete("/v1/api-keys/\(key["id"].string ?? "")").expect(204)
        let end = try download.end()
        #expect(end.status == CurlDownload.isPartial)
        #expect(end.body.utf8.count < 24 << 20)
        #expect(end.headers.hasPrefix("http/1.1 200"))
        await house.end()
    }

    /// More than fits between two programs on their way: the gateway must wait for whoever reads slowly.
    private func fill(_ house: Installation, megabytes: Int) async throws {
        let store = try SQLiteStore(path: house.folder.appending(path: "gatehouse.sqlite").path, exclusively: false)
        let text = String(repeating: "x", count: 16 << 10)
        for _ in 0..<megabytes {
            try await store.write { transaction in
                for _ in 0..<64 {
                    try transaction.append(
                        AuditEntry(
                            at: Timestamp(milliseconds: 0), actor: "test", action: "filler", subject: "x", after: text))
                }
            }
        }
        try store.close()
    }
}
