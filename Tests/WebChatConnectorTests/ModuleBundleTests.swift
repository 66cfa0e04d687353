import Testing

@testable import WebChatConnector

@Suite("The widget's modules are served as one")
struct ModuleBundleTests {
    @Test("What a module imports comes before it, once; comments, imports and indentation go")
    func joining() {
        let modules = [
            "main.js": "import { b } from \"./b.js\";\nimport { c } from \"./c.js\";\n// why\nb(c);\n",
            "b.js": "import { c } from \"./c.js\";\nexport function b(x) {\n    return `${x}`;\n}\n",
            "c.js": "export const c = 1;\n\n",
        ]
        #expect(
            ModuleBundle.joined(from: "main.js") { modules[$0] }
                == "const c = 1;\nfunction b(x) {\nreturn `${x}`;\n}\nb(c);\n")
        #expect(ModuleBundle.joined(from: "none.js") { modules[$0] } == nil)
    }

    @Test("The packaged one is whole: nothing in it asks for another module")
    func packaged() throws {
        let main = try #require(WidgetFiles.packaged["main.js"])
        let text = String(decoding: main.bytes, as: UTF8.self)
        #expect(text.utf8.count > 20_000)
        #expect(!text.contains("\nimport ") && !text.contains("\nexport "))
    }
}
