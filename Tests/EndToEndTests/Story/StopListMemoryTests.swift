import Foundation
import Gateway
import GatewayModel
import Storage
import Testing

/// How little memory a file takes that is much larger. `make bench` shows it with a million lines.
@Suite("Stop lists of any length, in little memory", .serialized, .timeLimit(.minutes(5)))
struct StopListMemoryTests {
    private static let path = "/v1/contact-points/default/stop-list.csv"

    @Test("A file of 24 MiB is read in less than a third of that")
    func importing() async throws {
        let house = try await Installation(settings: ["GATEHOUSE_LOG_LEVEL": "error"])
        let file = house.folder.appending(path: "long.csv")
        let note = String(repeating: "x", count: 1000)
        let lines = (0..<24 << 10).map { "+1415555\(1000 + $0 % 500),\(note)\n" }.joined()
        try Data(("address,note\n" + lines).utf8).write(to: file)
        let before = try house.gateway.forgetPeakMemory()
        let reply = try CurlUpload.post(file, type: "text/csv", to: house.api, Self.path)
        #expect(reply.status == 0)
        #expect(reply.body.contains("\"added\":500,\"already\":24076,\"ignoredColumns\":[\"note\"]"))
        #expect(try house.gateway.peakMemory() - before < 8 << 10)
        await house.end()
    }

    @Test("A list of 200,000 is written with less than 32 MiB, of which most is the database's cache")
    func exporting() async throws {
        let house = try await Installation(settings: ["GATEHOUSE_LOG_LEVEL": "error"])
        let store = try SQLiteStore(path: house.folder.appending(path: "gatehouse.sqlite").path, exclusively: false)
        for batch in 0..<40 {
            try await store.write { transaction in
                for number in 0..<5000 {
                    try transaction.put(
                        StopEntry(
                            contactPoint: .default,
                            address: Address(kind: .phone, value: "+1\(4_150_000_000 + batch * 5000 + number)"),
                            isStopped: true, source: .customer, actor: "customer", since: Timestamp(milliseconds: 1)))
                }
            }
        }
        try store.close()
        let before = try house.gateway.forgetPeakMemory()
        let end = try CurlDownload(house.api, Self.path).end()
        #expect(end.status == 0)
        #expect(end.body.utf8.count { $0 == UInt8(ascii: "\n") } == 200_001)
        #expect(try house.gateway.peakMemory() - before < 32 << 10)
        await house.end()
    }
}
