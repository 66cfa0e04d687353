import Foundation
import Gateway
import Testing

/// What the guide for API users shows and lists is what there is.
@Suite("docs/api-guide.md")
struct APIGuideTests {
    private static let path = "docs/api-guide.md"

    @Test("Every example runs, and the refusals that are shown are those that come, in their order")
    func examples() async throws {
        let outputs = try await DocumentedCommands.outputs(of: Self.path)
        let lines = outputs.flatMap { $0.split(separator: "\n") }
        var answers = lines.compactMap { try? JSONDecoder().decode(JSONValue.self, from: Data($0.utf8)) }[...]
        let shown = try DocumentedCommands.text(Self.path).matches(of: /```json\n((?s).*?)\n```/)
            .map { try JSONDecoder().decode(JSONValue.self, from: Data($0.output.1.utf8)) }
            .filter { $0["type"].string?.hasPrefix("urn:gatehouse:problem:") == true }
        #expect(shown.count == 4)
        for problem in shown {
            guard let place = answers.firstIndex(of: problem) else {
                Issue.record("\(problem) does not come, or not in its place:\n\(outputs.joined())")
                return
            }
            answers = answers[(place + 1)...]
        }
        let repeated = outputs.contains { output in
            let ids = output.split(separator: "\n")
            return ids.count == 2 && ids[0].hasPrefix("ntf_") && ids[0] == ids[1]
        }
        #expect(repeated, "the same Idempotency-Key sends once")
    }

    @Test("Every type of event has its row")
    func events() throws {
        #expect(Set(try names(under: "Events")) == Set(Event.Kind.allCases.map(\.rawValue)))
    }

    @Test("Every type of problem has its row, those of people in the manual, and there are no others")
    func problems() throws {
        let sources = Program.repository.appending(path: "Sources")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        var made: Set<String> = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            let refusals = /(?:Refusal|self\.init)\(\s*\.[a-z]\w*(?:\([^\n]*\))?,\s*([^\n]+?),\s/
            // Chosen by the right that is asked for, and refused below that.
            made.formUnion(text.matches(of: /"([a-z]+-right-missing)"/).map { String($0.output.1) })
            for refusal in text.matches(of: refusals) {
                made.formUnion(refusal.output.1.matches(of: /"([a-z-]+)"/).map { String($0.output.1) })
            }
        }
        #expect(made.count > 30)
        let rows = try names(under: "Every type") + names(under: "Refusals", in: "docs/manual/people.md")
        let different = made.symmetricDifference(rows)
        #expect(different.isEmpty, "\(different)")
    }

    /// What stands in backticks in the first cell of each row of a section's tables.
    private func names(under heading: String, in path: String = Self.path) throws -> [String] {
        let text = try DocumentedCommands.text(path)
        let section = try #require(
            text.components(separatedBy: "\n#").first { $0.drop { $0 == "#" }.hasPrefix(" \(heading)\n") })
        return section.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
            row.dropFirst().prefix { $0 != "|" }.matches(of: /`([^`]+)`/).map { String($0.output.1) }
        }
    }
}
