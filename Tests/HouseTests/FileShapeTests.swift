import Testing

/// What holds for every file, whatever is in it.
enum FileShape {
    static let mostLines = 500

    /// Names that say nothing: whatever finds no other place ends up there.
    private static let emptyNames = ["Utils", "Helpers", "Common", "Misc", "Extensions", "Managers"]
    // In two halves each, or this file would break its own rule.
    private static let notes = ["TO" + "DO", "FIX" + "ME"]

    static func violations(in text: String, at path: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // The last newline ends a line and begins none.
        let count = lines.last?.isEmpty == true ? lines.count - 1 : lines.count
        let tooLong = count > mostLines ? ["\(path) has \(count) lines"] : []
        let unfinished = lines.enumerated().compactMap { index, line in
            notes.contains(where: line.contains) ? "\(path):\(index + 1) leaves work to be done" : nil
        }
        return tooLong + unfinished + emptyNames(in: path)
    }

    private static func emptyNames(in path: String) -> [String] {
        path.split(separator: "/").compactMap { component in
            let name = component.prefix { $0 != "." }
            return emptyNames.contains { name.lowercased().hasSuffix($0.lowercased()) }
                ? "\(path): the name \(component) says nothing" : nil
        }
    }
}

@Suite("Files are short, finished, and named for what they hold")
struct FileShapeTests {
    @Test func everyFileIs() async throws {
        let violations = try await Repository.violations(in: Repository.files()) {
            FileShape.violations(in: $0, at: $1)
        }
        #expect(violations == [])
    }

    @Test func findsLongFiles() {
        let longest = String(repeating: "\n", count: FileShape.mostLines)
        #expect(FileShape.violations(in: longest, at: "A.swift") == [])
        #expect(FileShape.violations(in: longest + "a", at: "A.swift").count == 1)
    }

    @Test(arguments: ["// TO" + "DO: later", "/* FIX" + "ME */"])
    func findsUnfinishedWork(_ text: String) {
        #expect(FileShape.violations(in: text, at: "A.swift").count == 1)
    }

    @Test(arguments: [
        "Sources/Gateway/Utils/A.swift", "Sources/Helpers.swift", "Tests/StringExtensions.swift",
        "mocks/common/A.swift",
        "Sources/Gateway/Misc.swift", "Sources/ConnectionManagers.swift",
    ])
    func findsEmptyNames(_ path: String) {
        #expect(FileShape.violations(in: "", at: path).count == 1)
    }

    @Test(arguments: ["Sources/CurlTransport/EasyHandle+Options.swift", "Sources/Gateway/CommonGround.swift"])
    func findsNoOtherNames(_ path: String) {
        #expect(FileShape.violations(in: "", at: path) == [])
    }
}
