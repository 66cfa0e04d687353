import Foundation
import Testing

/// The chapter on connectors shows code. It is the code of the example that is compiled and put through the conformance
/// suite, word for word, or it would be wrong before long.
@Suite("The chapter on connectors shows what is compiled")
struct ConnectorChapterTests {
    private static let sources = ["PagerConnector", "PagerFixture", "PagerConformanceTests"]

    @Test func everyBlockStandsInTheExample() throws {
        let code = try Self.sources.map { try Repository.text("Tests/ExampleConnectorTests/\($0).swift") }
        let blocks = Self.blocks(of: try Repository.text("docs/connectors.md"))
        #expect(blocks.count >= 9)
        for block in blocks { #expect(code.contains { $0.contains(block) }, "nowhere:\n\(block)") }
    }

    private static func blocks(of document: String) -> [String] {
        document.components(between: "```swift\n", and: "\n```").filter { !$0.isEmpty }
    }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> [String] {
        var found: [String] = []
        var rest = self[...]
        while let from = rest.range(of: start), let to = rest[from.upperBound...].range(of: end) {
            found.append(String(rest[from.upperBound..<to.lowerBound]))
            rest = rest[to.upperBound...]
        }
        return found
    }
}
