import Foundation
import Testing

/// Who may import what. `ARCHITECTURE.md` shows the same table.
struct ImportRule {
    /// Everything under this folder.
    let folder: String
    /// `nil` for everything.
    let allowed: Set<String>?

    init(_ folder: String, _ allowed: Set<String>?) {
        self.folder = folder
        self.allowed = allowed
    }

    static let all = [
        ImportRule("Sources/GatewayModel", ["Synchronization"]),
        ImportRule("Sources/ConnectorKit", ["GatewayModel", "HTTPTypes", "Foundation"]),
        ImportRule(
            "Sources/Gateway",
            [
                "GatewayModel", "ConnectorKit", "Signing", "HTTPTypes", "Logging", "ServiceLifecycle", "Foundation",
                "Synchronization",
            ]),
        ImportRule(
            "Sources/Storage",
            [
                "Gateway", "GatewayModel", "ConnectorKit", "GRDB", "GRDBSQLite", "CPostgres", "Dispatch", "Foundation",
                "Synchronization",
            ]),
        ImportRule(
            "Sources/GatewayHTTP",
            [
                "Gateway", "GatewayModel", "ConnectorKit", "ControlPanel", "Signing", "HTTPTypes", "Hummingbird",
                "Logging", "NIOCore", "Foundation",
            ]),
        ImportRule("Sources/ControlPanel", ["Signing", "HTTPTypes", "Hummingbird", "NIOCore", "Foundation"]),
        ImportRule("Sources/CurlTransport", ["ConnectorKit", "Gateway", "CCurl", "Dispatch", "HTTPTypes", "Glibc"]),
        ImportRule("Sources/PhoneNumbers", ["CPhoneNumber", "Gateway"]),
        ImportRule("Sources/Signing", ["COpenSSL", "Foundation", "Synchronization"]),
        ImportRule("connectors", ["ConnectorKit", "GatewayModel", "Signing", "HTTPTypes", "Foundation"]),
        ImportRule(
            "mocks/MockPlatform",
            [
                "Hummingbird", "HTTPTypes", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix", "ServiceLifecycle",
                "Foundation", "Synchronization",
            ]),
        ImportRule(
            "mocks/SMS", ["MockPlatform", "Signing", "HTTPTypes", "Foundation", "Synchronization"]),
        ImportRule(
            "mocks/Messenger", ["MockPlatform", "Signing", "HTTPTypes", "Foundation", "Synchronization"]),
        ImportRule("mocks/Twitter", ["MockPlatform", "Signing", "HTTPTypes", "Foundation", "Synchronization"]),
        ImportRule("mocks/WebChat", ["MockPlatform", "HTTPTypes", "Foundation", "Synchronization"]),
        ImportRule(
            "Sources/ConnectorTestKit",
            ["ConnectorKit", "GatewayModel", "HTTPTypes", "Foundation", "Synchronization"]),
        ImportRule("Sources/gatehouse", nil),
    ]

    /// What is wrong with the imports of a file.
    static func violations(in source: String, at path: String) -> [String] {
        guard let rule = all.first(where: { path.hasPrefix($0.folder + "/") }) else {
            return ["\(path) is in no folder of the table"]
        }
        guard let allowed = rule.allowed else { return [] }
        return imports(of: source).filter { !allowed.contains($0) }
            .map { "\(path) must not import \($0)" }
    }

    /// The modules a source imports, by `import A`, `public import A` or `import struct A.B`.
    static func imports(of source: String) -> [String] {
        SwiftText(source).code.split(whereSeparator: { $0.isNewline || $0 == ";" }).compactMap { line in
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let keyword = words.firstIndex(of: "import"),
                words[..<keyword].allSatisfy({ modifiers.contains($0) || $0.hasPrefix("@") })
            else { return nil }
            let name = words[(keyword + 1)...].first { !kinds.contains($0) }
            return name?.split(separator: ".").first.map(String.init)
        }
    }

    /// What a document's table says of a folder: the names in backticks in the last cell of its row.
    static func shown(for folder: String, in document: String) -> Set<String>? {
        let row = document.split(whereSeparator: \.isNewline).first { $0.hasPrefix("| `\(folder)` |") }
        guard let cell = row?.split(separator: "|").last else { return nil }
        return Set(cell.matches(of: /`([^`]+)`/).map { String($0.output.1) })
    }

    private static let modifiers: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "actor", "func", "var", "let", "typealias",
    ]
}

@Suite("Who may import what")
struct ImportRuleTests {
    static let folders = ["Sources/", "connectors/", "mocks/"]
    static let files = Repository.swiftFiles().filter { path in folders.contains { path.hasPrefix($0) } }

    @Test func everyFileKeepsTheRules() async throws {
        #expect(Self.files.count > 100)
        let violations = try await Repository.violations(in: Self.files) { ImportRule.violations(in: $0, at: $1) }
        #expect(violations == [])
    }

    @Test func everyFolderOfTheTableIsThere() {
        for rule in ImportRule.all { #expect(Repository.exists(rule.folder)) }
    }

    @Test("ARCHITECTURE.md shows this table", arguments: ImportRule.all.map(\.folder))
    func isDocumented(_ folder: String) throws {
        let rule = try #require(ImportRule.all.first { $0.folder == folder })
        let shown = ImportRule.shown(for: folder, in: try Repository.text("ARCHITECTURE.md"))
        #expect(shown == rule.allowed ?? [])
    }

    @Test func readsTheTableOfADocument() {
        let document = "| `a/B` | what it is | `C`, `D` |\n| `a/E` | `x` | everything |\n"
        #expect(ImportRule.shown(for: "a/B", in: document) == ["C", "D"])
        #expect(ImportRule.shown(for: "a/E", in: document) == [])
        #expect(ImportRule.shown(for: "a/F", in: document) == nil)
    }

    @Test(arguments: [
        ("import GRDB", "Sources/GatewayModel/A.swift"),
        ("public import Gateway", "connectors/SMS/A.swift"),
        ("@testable import Gateway", "connectors/SMS/A.swift"),
        ("import struct Hummingbird.Router", "Sources/Gateway/A.swift"),
        ("import SMSConnector", "mocks/SMS/A.swift"),
        ("private import ConnectorKit", "mocks/MockPlatform/A.swift"),
        ("import GatewayModel; import Storage", "Sources/ConnectorKit/A.swift"),
        ("import Foundation", "Sources/NewThing/A.swift"),
    ])
    func findsWhatIsForbidden(_ source: String, _ path: String) {
        #expect(ImportRule.violations(in: source, at: path).count == 1)
    }

    @Test(arguments: [
        ("// import GRDB\nimport Synchronization", "Sources/GatewayModel/A.swift"),
        (#"let a = "import GRDB""#, "Sources/GatewayModel/A.swift"),
        ("import ConnectorKit\nimport Signing", "connectors/SMS/Twilio/A.swift"),
        ("import Storage\nimport SMSConnector", "Sources/gatehouse/A.swift"),
    ])
    func findsNothingElse(_ source: String, _ path: String) {
        #expect(ImportRule.violations(in: source, at: path) == [])
    }
}
