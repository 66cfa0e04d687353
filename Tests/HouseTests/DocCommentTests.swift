import Foundation
import Testing

/// What a connector's author sees is explained where it stands.
///
/// Types, functions and what a protocol asks for must be. Initialisers, operators and properties need not: the good
/// ones are named by what they hold.
enum DocComments {
    static func violations(in source: String, at path: String) -> [String] {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let code = SwiftText(source).code.split(separator: "\n", omittingEmptySubsequences: false)
        var violations: [String] = []
        var depth = 0
        /// How deep the members of the protocol lie that we are in.
        var members: Int?
        for (index, line) in code.enumerated() {
            let words = declaration(in: line)
            let isMember = depth == members
            if let (keyword, name) = words.found, words.isPublic || isMember, isStrict(keyword, isMember: isMember),
                !name.isEmpty, !isExplained(index, lines)
            {
                violations.append("\(path):\(index + 1) \(keyword) \(name) has no doc comment")
            }
            if words.found?.keyword == "protocol", words.isPublic { members = depth + 1 }
            depth += line.count { $0 == "{" } - line.count { $0 == "}" }
            if let inner = members, depth < inner { members = nil }
        }
        return violations
    }

    private static let types: Set<String> = ["struct", "enum", "class", "actor", "protocol", "typealias"]
    private static let functions: Set<String> = ["func", "subscript", "associatedtype"]
    private static let properties: Set<String> = ["var", "let"]
    private static let modifiers: Set<String> = [
        "public", "open", "final", "static", "class", "mutating", "nonmutating", "nonisolated", "indirect", "override",
        "convenience", "required", "isolated", "borrowing", "consuming",
    ]

    private static func isStrict(_ keyword: String, isMember: Bool) -> Bool {
        types.contains(keyword) || functions.contains(keyword) || isMember && properties.contains(keyword)
    }

    private static func declaration(
        in line: Substring
    ) -> (isPublic: Bool, found: (keyword: String, name: String)?) {
        var isPublic = false
        var words = line.split(whereSeparator: \.isWhitespace).map(String.init)[...]
        while let word = words.first {
            words.removeFirst()
            if let name = words.first, types.contains(word) || functions.contains(word) || properties.contains(word),
                word != "class" || !(modifiers.contains(name) || functions.contains(name) || properties.contains(name))
            {
                // Of an operator, which is no identifier, nothing is left.
                return (isPublic, (word, String(name.prefix { $0.isLetter || $0.isNumber || $0 == "_" })))
            }
            guard modifiers.contains(word) || word.hasPrefix("@") else { break }
            if word == "public" || word == "open" { isPublic = true }
        }
        return (isPublic, nil)
    }

    /// Attributes may stand between the comment and what it explains.
    private static func isExplained(_ index: Int, _ lines: [Substring]) -> Bool {
        for line in lines[..<index].reversed() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if !line.hasPrefix("@") { return line.hasPrefix("///") }
        }
        return false
    }
}

@Suite("The contract of a connector is explained")
struct DocCommentTests {
    static let files = Repository.swiftFiles().filter {
        $0.hasPrefix("Sources/ConnectorKit/") || $0.hasPrefix("Sources/GatewayModel/")
    }

    @Test func everySymbolThatNeedsItHasADocComment() async throws {
        #expect(Self.files.count > 15)
        let violations = try await Repository.violations(in: Self.files) { DocComments.violations(in: $0, at: $1) }
        #expect(violations == [])
    }

    @Test(arguments: [
        "public struct A {}", "// No doc comment.\npublic enum A {}", "public func a() {}",
        "/// Yes.\npublic struct A {\n    public enum B {}\n}",
        "/// Yes.\npublic protocol A {\n    var b: Int { get }\n}",
        "/// Yes.\npublic protocol A {\n    func b()\n}", "@frozen public struct A {}", "public static func make() {}",
        "/// Yes.\n\npublic struct A {}", "public final class A {}",
        "/// Yes.\npublic protocol A {\n    init()\n    func b()\n}",
    ])
    func findsWhatIsNotExplained(_ source: String) {
        #expect(DocComments.violations(in: source, at: "A.swift").count == 1)
    }

    @Test(arguments: [
        "/// Yes.\npublic struct A {\n    public let b: Int\n    public init(b: Int) {}\n}", "struct A {}",
        "func a() {}",
        "/// Yes.\n@frozen\npublic struct A {}",
        "/// Yes.\npublic struct A {\n    public static func < (a: A, b: A) {}\n}",
        "/// Yes.\npublic protocol A {\n    /// Yes.\n    func b()\n}\nextension A {\n    func c() {}\n}",
    ])
    func findsNothingElse(_ source: String) {
        #expect(DocComments.violations(in: source, at: "A.swift") == [])
    }
}
