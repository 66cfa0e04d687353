import Gateway
import GatewayModel
import Testing

@Suite("Stop lists from files that are not right")
struct HostileFileTests {
    struct Case: Sendable {
        let what: String
        let file: String
        /// Line and a word of the reason.
        let refused: [(line: Int, word: String)]
        var added = 1

        init(_ what: String, _ file: String, _ refused: [(Int, String)], added: Int = 1) {
            self.what = what
            self.file = file
            self.refused = refused.map { (line: $0.0, word: $0.1) }
            self.added = added
        }
    }

    private static let cases = [
        Case("a good one", "address\n+4911\n", []),
        Case("with a byte order mark", "\u{FEFF}address\r\n+4911\r\n", []),
        Case("by semicolons", "address;since\r\n+4911;\r\n", []),
        Case("other columns, another order", "id,since,address\n7,,+4911\n", []),
        Case(
            "a number without its country", "address\n4155550100\n+4911\n",
            [(2, "\"4155550100\": it is not a phone number.")]),
        Case("a number that was rounded", "address\n\"1,41556E+10\"\n+4911\n", [(2, "spreadsheet")]),
        Case("an empty address", "address,note\n,x\n+4911,\n", [(2, "missing")]),
        Case(
            "too few cells, and too many", "address,note\n+4912\n+4911,\n+4913,a,b\n", [(2, "1 cells"), (4, "3 cells")]),
        Case("a quote never closed", "address,note\n+4912,\"x\n+4911,\n", [(2, "never closed")]),
        Case("a quote in the middle", "address,note\n+4912,x\"y\n+4911,\n", [(2, "double it")]),
        Case("a NUL", "address\n+49\0\n+4911\n", [(2, "NUL")]),
        Case("a huge cell", "address,note\n+4912,\(String(repeating: "x", count: 70_000))\n+4911,\n", [(2, "longer")]),
        Case("no time", "address,since\n+4912,yesterday\n+4911,\n", [(2, "2026-01-31")]),
        Case("an unknown kind", "address,kind\n+4912,pigeon\n+4911,phone\n", [(2, "pigeon")]),
        Case("exactly this, of no kind", "address\n'odd\n+4911\n", [(2, "odd")]),
        Case("a long actor", "address,actor\n+4912,\(String(repeating: "x", count: 101))\n+4911,\n", [(2, "actor")]),
        Case(
            "another contact point", "address,contactPoint\n+4912,service\n+4911,sales\n+4913,\n", [(2, "service")],
            added: 2),
    ]

    @Test("Each line by itself: the good ones go through")
    func table() async throws {
        for one in Self.cases {
            let gateway = try await TestGateway.make()
            let report = try await gateway.take(one.file, into: .contactPoint(TestGateway.sales))
            #expect(report.added == one.added, "\(one.what)")
            #expect(report.refused == one.refused.count, "\(one.what)")
            #expect(report.refusals.map(\.line) == one.refused.map(\.line), "\(one.what): \(report.refusals)")
            for (refusal, expected) in zip(report.refusals, one.refused) {
                #expect(refusal.reason.contains(expected.word), "\(one.what): \(refusal.reason)")
            }
            #expect(try await gateway.isStopped(Address(kind: .phone, value: "+4911")), "\(one.what)")
        }
    }

    @Test(
        "A file whose first line tells nothing is refused whole",
        arguments: [
            ("", "empty"), ("\r\n\r\n", "empty"), ("+4911\r\n+4912\r\n", "address"),
            ("number,source\n+4911,x\n", "address"),
            ("address|since\n+4911|\n", "address"), ("address,Address\n+4911,x\n", "twice"),
            ("address,\"x\n+4911,\n", "never closed"),
        ])
    func header(file: String, word: String) async throws {
        let gateway = try await TestGateway.make()
        let refusal = await #expect(throws: Refusal.self) {
            try await gateway.take(file, into: .contactPoint(TestGateway.sales))
        }
        #expect(refusal?.fields.first?.reason.contains(word) == true, "\(String(describing: refusal))")
        #expect(try await gateway.stopEntry(Address(kind: .phone, value: "+4911")) == nil)
        #expect(try await !gateway.auditEntries().contains { $0.action.hasPrefix("stop-list") })
    }

    @Test("Not in UTF-8: a line by itself, and a whole file")
    func encoding() async throws {
        let gateway = try await TestGateway.make()
        let latin = Array("address,note\n+4912,M".utf8) + [0xFC] + Array("ller\n+4911,\n".utf8)
        let report = try await gateway.take(latin, into: .contactPoint(TestGateway.sales))
        #expect(report.refusals.map(\.line) == [2])
        #expect(report.refusals.first?.reason.contains("UTF-8") == true)
        let wide: [UInt8] = [0xFF, 0xFE] + Array("address\r\n+4911\r\n".utf8).flatMap { [$0, UInt8(0)] }
        let refusal = await #expect(throws: Refusal.self) {
            try await gateway.take(wide, into: .contactPoint(TestGateway.sales))
        }
        #expect(refusal?.fields.first?.reason.contains("UTF-8") == true)
    }

    @Test("For every contact point each line must name one that is there")
    func everyContactPoint() async throws {
        let gateway = try await TestGateway.make()
        let report = try await gateway.take(
            "contactPoint,address\nsales,+4911\nservice,+4911\n,+4912\nnowhere,+4912\nNo Where,+4912\n",
            into: .everyContactPoint)
        #expect(report.added == 2)
        #expect(report.refusals.map(\.line) == [4, 5, 6])
        await #expect(throws: Refusal.self) {
            try await gateway.take("address\n+4911\n", into: .contactPoint(ContactPointID("nowhere")!))
        }
    }

    @Test("Refusals are told up to a limit and counted beyond it")
    func manyRefusals() async throws {
        let gateway = try await TestGateway.make()
        let report = try await gateway.take(
            "address\n" + (0..<1500).map { "bad \($0)\n" }.joined() + "+4911\n", into: .contactPoint(TestGateway.sales))
        #expect((report.lines, report.added, report.refused) == (1501, 1, 1500))
        #expect(report.refusals.count == StopListImportReport.mostRefusals)
        #expect(report.refusals.map(\.line) == Array(2...101))
    }
}
