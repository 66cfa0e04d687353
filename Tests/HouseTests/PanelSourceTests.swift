import Testing

/// What the panel's modules may not do, in words that can be looked for.
@Suite("The control panel's modules")
struct PanelSourceTests {
    static let modules = Repository.files().filter {
        $0.hasPrefix("Sources/ControlPanel/Panel/") && $0.hasSuffix(".js")
    }

    /// A browser that holds the policy refuses most of these; a reader should not have to find out.
    @Test(
        "None reads markup, runs text, writes styles as text or calls anything but our own API",
        arguments: [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "cssText",
            "setAttribute(\"style\"", "style: ", "http://", "import(\"http", "localStorage.setItem(\"token",
        ])
    func never(_ words: String) async throws {
        #expect(Self.modules.count > 10)
        let found = try await Repository.violations(in: Self.modules) { text, path in
            SwiftText(text).withoutComments.contains(words) ? [path] : []
        }
        #expect(found == [])
    }

    @Test("Each route's screen is there")
    func routes() throws {
        let folder = "Sources/ControlPanel/Panel/"
        let named = try Repository.text(folder + "routes.js").matches(of: /import\("\.\/([^"]+)"\)/).map {
            folder + $0.1
        }
        #expect(named.count > 20)
        #expect(named.filter { !Repository.exists($0) } == [])
    }
}
