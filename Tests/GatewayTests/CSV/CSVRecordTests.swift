import Testing

@testable import Gateway

@Suite("CSV: a record as it is written")
struct CSVRecordTests {
    @Test(
        "RFC 4180: commas, CRLF, and quotes where they are needed",
        arguments: [
            (["a", "b"], "a,b\r\n"), (["", ""], ",\r\n"), (["a,b", "c"], "\"a,b\",c\r\n"),
            (["say \"hi\""], "\"say \"\"hi\"\"\"\r\n"),
            (["one\r\ntwo", "three\nfour"], "\"one\r\ntwo\",\"three\nfour\"\r\n"),
            (["Grüße 👋", " a "], "Grüße 👋, a \r\n"), (["a;b", "a\tb"], "a;b,a\tb\r\n"),
        ])
    func written(cells: [String], expected: String) {
        var bytes = Array("x".utf8)
        CSVRecord.append(cells, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "x" + expected)
    }
}

@Suite("CSV: text that a spreadsheet would run")
struct SpreadsheetTextTests {
    @Test(
        "Free text becomes text, and comes back the same",
        arguments: [
            "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx", "\r\nx", "\nx", "+", "+1 2", "+1\n",
            "＝1", "＋1", "－1", "＠a", "'", "''", "'=x", "+12345678901234567", "=\u{301}x",
        ])
    func harmless(text: String) {
        let cell = SpreadsheetText.harmless(text)
        #expect(cell == "'" + text)
        #expect(SpreadsheetText.original(cell) == text)
    }

    @Test(
        "Numbers and ordinary text stay as they are",
        arguments: ["+14155550100", "+4999", "+123456789012345", "", "Sales & Service", "a=b", " =1", "key_0", "1'000"])
    func unchanged(text: String) {
        #expect(SpreadsheetText.harmless(text) == text)
        #expect(SpreadsheetText.original(text) == text)
    }

    @Test("What somebody typed behind an apostrophe is read without it only where it hides something")
    func typed() {
        #expect(SpreadsheetText.original("'+14155550100") == "+14155550100")
        #expect(SpreadsheetText.original("'tis") == "'tis")
    }
}
