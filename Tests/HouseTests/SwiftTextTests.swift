import Testing

@Suite("Comments, texts and code are told apart")
struct SwiftTextTests {
    @Test(arguments: [
        ("a // b\nc", "a     \nc"),
        ("a /* b /* c */ d */ e", "a                   e"),
        (#"let a = "// no""#, #"let a = "     ""#),
        (#"let a = "\"x" // y"#, #"let a = "   "     "#),
        (##"let a = #"x"y"# + b"##, ##"let a = #"   "# + b"##),
        (#"f("a \(g("b")) c") // d"#, #"f("   (g(" "))  ")     "#),
        ("let a = \"\"\"\n  x \"y\" // z\n  \"\"\" // w", "let a = \"\"\"\n            \n  \"\"\"     "),
    ])
    func blanksOut(_ source: String, _ code: String) {
        #expect(SwiftText(source).code == code)
    }

    @Test func keepsTextsWhereOnlyCommentsGo() {
        #expect(SwiftText(#"let a = "b" // c"#).withoutComments == #"let a = "b"     "#)
    }
}
