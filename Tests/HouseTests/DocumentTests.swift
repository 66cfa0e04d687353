import Foundation
import Testing

/// The files that a document names.
enum DocumentPaths {
    private static let endings = [".swift", ".md", ".json", ".py", ".txt"]
    private static let files: Set<String> = ["Makefile"]

    /// Each path in backticks, and each link to a file.
    static func paths(in document: String) -> [String] {
        var paths: [String] = []
        var isBlock = false
        for line in document.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("```") { isBlock.toggle() }
            guard !isBlock else { continue }
            paths += line.matches(of: /`([^`]+)`/).map { String($0.output.1) }.filter(isPath)
            paths += line.matches(of: /\]\(([^)#]+)[^)]*\)/).map { String($0.output.1) }
                .filter { !$0.contains("://") }
        }
        return paths
    }

    /// What begins with a folder of ours, or ends like a file.
    private static func isPath(_ text: String) -> Bool {
        guard text.wholeMatch(of: /[A-Za-z0-9_.+\/-]+/) != nil, !text.hasPrefix("/") else { return false }
        let first = text.split(separator: "/").first.map(String.init) ?? ""
        return (text.contains("/") && Repository.folders.contains(first)) || files.contains(text)
            || endings.contains { text.hasSuffix($0) && text != $0 }
    }
}

@Suite("What the documents say is there")
struct DocumentTests {
    @Test(arguments: Repository.documents)
    func everyFileThatIsNamedExists(_ document: String) throws {
        let folder =
            document.contains("/") ? document.split(separator: "/").dropLast().joined(separator: "/") + "/" : ""
        for path in DocumentPaths.paths(in: try Repository.text(document)) {
            #expect(Repository.exists(path) || Repository.exists(folder + path), "\(document) names \(path)")
        }
    }

    @Test func bothFlowsAreToldByFileName() throws {
        let paths = DocumentPaths.paths(in: try Repository.text("ARCHITECTURE.md"))
        #expect(paths.count > 30)
        #expect(paths.contains("Sources/Gateway/Inbound/InboundFlow.swift"))
        #expect(paths.contains("Sources/Gateway/Outbound/OutboundFlow.swift"))
    }

    @Test func findsPathsAndLinks() {
        let document = """
            See `Sources/Gateway/Gone.swift`, `Gone.swift`, `docs/gone.md`, [it](docs/manual.md#top), `Makefile`.
            Not `/v1/roles`, `application/json`, `make test`, `a == b/c`, [web](https://example.com/a.md).
            ```
            `Sources/InABlock.swift`
            ```
            """
        #expect(
            DocumentPaths.paths(in: document) == [
                "Sources/Gateway/Gone.swift", "Gone.swift", "docs/gone.md", "Makefile", "docs/manual.md",
            ])
        #expect(!Repository.exists("Sources/Gateway/Gone.swift"))
    }
}
