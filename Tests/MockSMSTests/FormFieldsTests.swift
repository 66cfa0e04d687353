import MockPlatform
import Testing

@Suite struct FormFieldsTests {
    @Test func writesAsFormsAreWritten() {
        let form = FormFields(["Body": "hé & hi +1 ~", "MediaUrl": "https://a/1.png", "Empty": ""])
        #expect(form.encoded == "Body=h%C3%A9+%26+hi+%2B1+~&MediaUrl=https%3A%2F%2Fa%2F1.png&Empty=")
    }

    @Test func readsWhatBrowsersAndLibrariesWrite() {
        let form = FormFields(decoding: "a=1+2&b=%2B&a=%F0%9F%91%8D&c&d==x&%41=%zz&e=%2")
        #expect(form.values("a") == ["1 2", "👍"])
        #expect(form["b"] == "+" && form["c"] == "" && form["d"] == "=x" && form["A"] == "%zz" && form["e"] == "%2")
    }

    @Test(arguments: ["", "plain", "a=b&c", "  \n\t", "日本 👍 é", "100%"])
    func readsWhatItWrites(text: String) {
        let form = FormFields(["name": text])
        #expect(FormFields(decoding: form.encoded) == form)
    }
}
