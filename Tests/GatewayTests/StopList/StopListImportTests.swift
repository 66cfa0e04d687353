import Gateway
import GatewayModel
import Synchronization
import Testing

@Suite("Stop lists as CSV")
struct StopListImportTests {
    private static let head = "contactPoint,kind,address,source,actor,since\r\n"

    @Test("An export, imported elsewhere, is the same list; and exported there, the same file")
    func roundTrip() async throws {
        let (here, there) = (try await TestGateway.make(), try await TestGateway.make())
        let sources = StopEntry.Source.allCases
        for number in 0..<40 {
            try await here.put(
                "+4915550\(100 + number)", source: sources[number % 4],
                at: number.isMultiple(of: 3) ? TestGateway.service : TestGateway.sales,
                since: Timestamp(milliseconds: 1_700_000_000_123 + Int64(number)), actor: "key_\(number)")
        }
        // Senders of no known form, and texts that a spreadsheet or a reader could take for something else.
        let odd = [
            "=1+1", "'=1+1", "14155550100", "72345", "a@b.example", "a,b", "say \"hi\"", "+0123456789", "+49",
            "whatsapp:+1415", "'", "1E+10", "Grüße", "a;b", "c@d.example ", " e@f.example", "\u{301}x",
        ]
        for (value, actor) in zip(odd, ["=cmd", "'x", "", "a,b", "+1", "@x"] + odd) {
            try await here.put(value, source: .customer, actor: actor.isEmpty ? "somebody" : actor)
        }
        try await here.put("+4990", source: .customer, isStopped: false)
        let file = try await here.export(.everyContactPoint)
        #expect(file.hasPrefix(Self.head))
        #expect(file.contains("sales,phone,+4915550101,administrator,key_1,2023-11-14T22:13:20.124Z\r\n"))
        #expect(file.contains("sales,phone,'=1+1,customer,'=cmd,"))
        #expect(!file.contains("+4990"))

        let report = try await there.take(file, into: .everyContactPoint)
        #expect(report.added == 40 + odd.count)
        #expect(report.refusals == [])
        let copy = try await there.export(.everyContactPoint)
        #expect(copy.split(separator: "\r\n") == file.split(separator: "\r\n"))
        let entry = try #require(try await there.stopEntry(Address(kind: .phone, value: "+4915550101")))
        #expect(entry.imported == StopEntry.Import(by: "key_importer", at: there.now))

        // Once more changes nothing.
        let again = try await there.take(file, into: .everyContactPoint)
        #expect((again.added, again.already, again.refused) == (0, report.added, 0))
        #expect(try await there.export(.everyContactPoint) == copy)
        #expect(try await there.events(.stopListImported).count == 2)
    }

    @Test("One contact point's file has nobody else's lines, and takes none")
    func onePoint() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.put("+4911", source: .customer)
        try await gateway.put("+4912", source: .customer, at: TestGateway.service)
        let file = try await gateway.export(.contactPoint(TestGateway.sales))
        #expect(file.contains("+4911") && !file.contains("+4912"))
        let report = try await gateway.take(file, into: .contactPoint(TestGateway.service))
        #expect(report.refusals.map(\.reason) == ["it belongs to another contact point, \"sales\"."])
        #expect(try await !gateway.isStopped(Address(kind: .phone, value: "+4911"), at: TestGateway.service))
    }

    @Test("What a file does not say is said of the import; what it says counts")
    func unsaid() async throws {
        let gateway = try await TestGateway.make()
        let future = TimeText.of(gateway.now + .seconds(3600))
        let report = try await gateway.take(
            "Note;ADDRESS;Source;since\r\nx;+4911;;\r\ny;'+4912;Website;2024-02-29T12:00:00Z\r\nz;+4913;customer;\(future)\r\n;;;\r\n",
            into: .contactPoint(TestGateway.sales))
        #expect((report.lines, report.added) == (3, 3))
        #expect(report.ignoredColumns == ["Note"])
        let entries = try await gateway.store.read {
            try $0.stopEntries(at: TestGateway.sales, Page(after: nil, limit: 9))
        }
        #expect(entries.map(\.source) == [.import, .import, .customer])
        #expect(entries.map(\.actor) == Array(repeating: "key_importer", count: 3))
        #expect(entries.map(\.since) == [gateway.now, Timestamp(milliseconds: 1_709_208_000_000), gateway.now])
        #expect(entries.allSatisfy { $0.imported?.by == "key_importer" })
    }

    @Test("White space around an address that is known means nothing, an apostrophe before it or not")
    func whiteSpace() async throws {
        let gateway = try await TestGateway.make()
        let report = try await gateway.take(
            "kind,address\r\nphone, '+14155550100 \r\nphone, +14155550101 \r\n",
            into: .contactPoint(TestGateway.sales))
        #expect(report.added == 2)
        for value in ["+14155550100", "+14155550101"] {
            #expect(try await gateway.stopEntry(Address(kind: .phone, value: value)) != nil, "\(value)")
        }
    }

    @Test("It takes nobody off, and brings back whom only an administrator took off")
    func neverLifts() async throws {
        let gateway = try await TestGateway.make()
        for number in ["+4911", "+4912", "+4913", "+4914"] { try await gateway.put(number, source: .customer) }
        let file = try await gateway.export(.contactPoint(TestGateway.sales))
        gateway.pass(.seconds(60))
        try await gateway.put("+4915", source: .customer)
        try await gateway.remove(["+4912"])
        // The customer's own START is younger than the file.
        try await gateway.put("+4913", source: .customer, isStopped: false)
        try await gateway.put("+4914", source: .customer, isStopped: false, since: gateway.now - .seconds(3600))
        let report = try await gateway.take(file, into: .contactPoint(TestGateway.sales))
        #expect((report.added, report.already, report.outdated) == (2, 1, 1))
        var stopped: [String] = []
        for number in ["+4911", "+4912", "+4913", "+4914", "+4915"]
        where try await gateway.isStopped(Address(kind: .phone, value: number)) { stopped.append(number) }
        #expect(stopped == ["+4911", "+4912", "+4914", "+4915"])
    }

    @Test("What waits for somebody of the file is refused, and leaves no more")
    func refusesWhatWaits() async throws {
        let gateway = try await TestGateway.make()
        let waiting = try await gateway.notify("Waiting")
        _ = try await gateway.take("address\n\(TestGateway.customer)\n", into: .contactPoint(TestGateway.sales))
        #expect(try await gateway.status(waiting) == .refused)
        try await gateway.drain()
        #expect(gateway.platform.sends.isEmpty)
    }

    @Test("Long files are stored batch by batch: few events, and the audit log counts")
    func batches() async throws {
        let gateway = try await TestGateway.make()
        let lines = (0..<1200).map { "+49\(1_000_000 + $0)\r\n" }.joined()
        let report = try await gateway.take("address\r\n" + lines, into: .contactPoint(TestGateway.sales))
        #expect(report.added == 1200)
        #expect(try await gateway.events(.stopListImported).map(\.value) == ["500", "500", "200"])
        #expect(try await gateway.events(.stopListAdded).isEmpty)
        let audit = try await gateway.auditEntries().filter { $0.action.hasPrefix("stop-list") }
        #expect(audit.map(\.action) == ["stop-list.import", "stop-list.import.begin"])
        #expect(audit.first?.after == "1200 lines: 1200 added, 0 on the list already, 0 outdated, 0 refused")
        #expect(audit.allSatisfy { $0.subject == "contact-point/sales" && $0.actor == "key_importer" })
    }

    @Test("A key that is revoked ends it; what was stored stays, and the audit log says how much")
    func revoked() async throws {
        let gateway = try await TestGateway.make()
        let lines = "address\r\n" + (0..<1200).map { "+49\(1_000_000 + $0)\r\n" }.joined()
        let batches = Mutex(0)
        await #expect(throws: Refusal.self) {
            try await gateway.take(lines, into: .contactPoint(TestGateway.sales)) { _ in
                guard
                    batches.withLock({
                        $0 += 1
                        return $0
                    }) < 3
                else { throw Refusal.notFound("key") }
            }
        }
        #expect(try await gateway.export(.contactPoint(TestGateway.sales)).split(separator: "\r\n").count == 1001)
        #expect(
            try await gateway.auditEntries().first { $0.action == "stop-list.import" }?.after
                == "1200 lines: 1000 added, 0 on the list already, 0 outdated, 0 refused; broken off")
    }

    @Test("A disk that fills up in the middle is told of, and the same file ends it later")
    func diskFull() async throws {
        let gateway = try await TestGateway.make()
        let lines = "address\r\n" + (0..<700).map { "+49\(1_000_000 + $0)\r\n" }.joined()
        let refusal = await #expect(throws: Refusal.self) {
            try await gateway.take(lines, into: .contactPoint(TestGateway.sales), pieces: 2) { _ in
                gateway.store.breakWrites(1)
            }
        }
        #expect(refusal?.code == "import-broken-off")
        gateway.store.breakWrites(0)
        let report = try await gateway.take(lines, into: .contactPoint(TestGateway.sales))
        #expect((report.added, report.already) == (200, 500))
    }
}

extension TestGateway {
    func export(_ scope: StopListScope) async throws -> String {
        let document = try await store.write { [parts] in
            try parts.stopListExport.document(of: scope, by: "key_exporter", in: $0)
        }
        var text = ""
        try await document.pages.write(from: store) { text += String(decoding: $0, as: UTF8.self) }
        return text
    }

    func take(
        _ file: String, into scope: StopListScope, pieces: Int = 7,
        permitted: @escaping @Sendable (any StoreTransaction) throws -> Void = { _ in }
    ) async throws -> StopListImportReport {
        try await take(Array(file.utf8), into: scope, pieces: pieces, permitted: permitted)
    }

    func take(
        _ file: [UInt8], into scope: StopListScope, pieces: Int = 7,
        permitted: @escaping @Sendable (any StoreTransaction) throws -> Void = { _ in }
    ) async throws -> StopListImportReport {
        let size = max(1, file.count / pieces)
        let sequence = AsyncStream<[UInt8]> { continuation in
            for start in stride(from: 0, to: file.count, by: size) {
                continuation.yield(Array(file[start..<min(start + size, file.count)]))
            }
            continuation.finish()
        }
        return try await parts.stopListImport.run(sequence, into: scope, by: "key_importer", permitted: permitted)
    }
}
