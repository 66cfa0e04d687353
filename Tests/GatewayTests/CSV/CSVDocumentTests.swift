import Foundation
import Gateway
import GatewayModel
import Testing

@Suite("CSV: a document, page by page")
struct CSVDocumentTests {
    private static let rows = 1201

    /// A document of the audit log, oldest page last.
    private static let document = CSVDocument(
        columns: ["position", "action"],
        rows: { page, transaction in try transaction.auditEntries(AuditFilter(subject: "x"), page) },
        cursor: \.position, cells: { [String($0.position), $0.entry.action] })

    private func gateway() async throws -> TestGateway {
        let gateway = try await TestGateway.make()
        try await append(Self.rows, to: gateway)
        return gateway
    }

    private func append(_ count: Int, to gateway: TestGateway) async throws {
        try await gateway.store.write { [now = gateway.now] transaction in
            for number in 0..<count {
                try transaction.append(AuditEntry(at: now, actor: "a", action: "\(number)", subject: "x"))
            }
        }
    }

    @Test("Every row once, in pages of which the next is read only when the last was taken")
    func pages() async throws {
        let gateway = try await gateway()
        var pieces: [String] = []
        try await Self.document.pages.write(from: gateway.store) { bytes in
            pieces.append(String(decoding: bytes, as: UTF8.self))
            // Newer than what has been read: not in it. Nothing is read twice for it.
            try await append(1, to: gateway)
        }
        #expect(pieces.count == 3)
        let lines = pieces.joined().components(separatedBy: "\r\n")
        #expect(lines.first == "position,action")
        #expect(lines.last == "")
        #expect(
            lines.dropFirst().dropLast().map { $0.split(separator: ",").last.map(String.init) }
                == (0..<Self.rows).reversed().map { "\($0)" })
    }

    @Test("One without rows has its columns")
    func empty() async throws {
        let gateway = try await TestGateway.make()
        var text = ""
        try await Self.document.pages.write(from: gateway.store) { text += String(decoding: $0, as: UTF8.self) }
        #expect(text == "position,action\r\n")
    }

    @Test("It breaks off where leave is taken away, and where the sink fails")
    func breaksOff() async throws {
        let gateway = try await gateway()
        var pieces = 0
        let mayRead: @Sendable (any StoreTransaction) throws -> Void = { transaction in
            if try transaction.auditEntries(AuditFilter(action: "revoked"), Page(after: nil, limit: 1)).count > 0 {
                throw Refusal.notFound("key")
            }
        }
        await #expect(throws: Refusal.self) {
            try await Self.document.pages.write(from: gateway.store, permitted: mayRead) { [now = gateway.now] _ in
                pieces += 1
                try await gateway.store.write {
                    try $0.append(AuditEntry(at: now, actor: "a", action: "revoked", subject: "y"))
                }
            }
        }
        #expect(pieces == 1)
        await #expect(throws: StoreFailure.self) {
            try await Self.document.pages.write(from: gateway.store) { _ in throw StoreFailure("gone") }
        }
    }
}
