import Foundation
import Testing

/// What is built or resolved on one machine stays on it.
enum IgnoreList {
    private static let needed = [".build*", "Package.resolved"]

    static func violations(in text: String) -> [String] {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let missing = needed.filter { !lines.contains($0) }.map { "\($0) is not ignored" }
        let taken = lines.filter { $0.hasPrefix("!") }.map { "\($0) takes something back" }
        return missing + taken
    }
}

@Suite("What a machine makes for itself is not committed")
struct IgnoreListTests {
    @Test func isIgnored() throws {
        #expect(IgnoreList.violations(in: try Repository.text(".gitignore")) == [])
    }

    @Test(arguments: [".build*", "Package.resolved\n.build", ".build*\nPackage.resolved\n!Package.resolved"])
    func findsWhatIsMissing(_ text: String) {
        #expect(IgnoreList.violations(in: text).count == 1)
    }
}
