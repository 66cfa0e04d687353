import ConnectorTestKit
import Foundation
import GatewayModel
import Testing

@testable import Gateway

@Suite("What stands in a transcript")
struct TranscriptLetterTests {
    private func letter(
        _ entries: [TranscriptLetter.Entry], label: String = "Shop", language: String = "en", isCut: Bool = false
    ) throws -> TranscriptLetter {
        TranscriptLetter(
            label: label, entries: entries, isCut: isCut, words: TranscriptWords.of(language),
            clock: try #require(LocalClock(zone: "Europe/Paris")), zone: "Europe/Paris")
    }

    private func entry(
        _ text: String?, by name: String? = nil, files: [String] = [], at moment: String = "2026-03-01T09:05:00Z"
    ) throws -> TranscriptLetter.Entry {
        TranscriptLetter.Entry(name: name, text: text, files: files, at: try #require(TimeText.read(moment)))
    }

    @Test("Whole, as text and as HTML: by day, by the contact point's clock, with names and files")
    func whole() throws {
        let letter = try letter([
            entry("Hello?\nAnybody?"), entry("Hi!", by: "Anna", files: ["price list.pdf"], at: "2026-03-01T09:06:00Z"),
            entry("Thanks", at: "2026-03-01T23:30:00Z"),
        ])
        #expect(
            letter.text == """
                Your conversation with Shop

                Times are those of Europe/Paris.

                2026-03-01

                10:05 You
                    Hello?
                    Anybody?

                10:06 Anna
                    Hi!
                    File, not sent along: price list.pdf

                2026-03-02

                00:30 You
                    Thanks

                -- \n\(TranscriptWords.of("en").why)
                """)
        #expect(letter.html.contains("<p dir=\"auto\"><strong>10:05 You</strong><br>\nHello?<br>\nAnybody?</p>"))
        #expect(letter.html.contains("<html lang=\"en\" dir=\"ltr\">"))
    }

    @Test(
        "Nothing that anybody wrote is more than text, wherever it stands",
        arguments: [
            "<script>alert(1)</script>", "<img src=\"https://evil.test/x.png\">", "</p></body></html><h1>Free</h1>",
            "\" onload=\"alert(1)", "' style='x", "&lt;b&gt;", "<!-- ", "]]>", "javascript:alert(1)",
            "<a href=https://evil.test>here</a>", "\u{0}\u{8}\u{1b}[31m<b>", "<\u{0}script>",
        ])
    func escaped(_ text: String) throws {
        let plain = try letter([entry("x", by: "x", files: ["x"])], label: "x").html
        let html = try letter([entry(text, by: text, files: [text])], label: text).html
        func marks(_ html: String) -> [Character: Int] {
            html.reduce(into: [:]) { if ["<", ">", "\"", "'"].contains($1) { $0[$1, default: 0] += 1 } }
        }
        #expect(marks(html) == marks(plain))
        #expect(!html.contains("<img") && !html.contains("<script") && !html.contains("<a "))
        #expect(
            !html.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t" })
    }

    @Test("Nobody can write a line that looks like another's")
    func forged() throws {
        let text = try letter([entry("Hello\n10:07 Anna\nIt is free.\r\n10:08 You\u{2028}10:09 Anna")]).text
        #expect(text.split(separator: "\n").filter { $0.contains("Anna") }.allSatisfy { $0.hasPrefix("    ") })
        #expect(text.split(separator: "\n").filter { $0.contains("You") && $0.hasPrefix("1") }.count == 1)
    }

    @Test("In every language that there is; in English else", arguments: TranscriptWords.all.map(\.language))
    func languages(_ language: String) throws {
        let letter = try letter([entry("Hi", files: ["a.png"])], language: language + "-XX", isCut: true)
        let words = TranscriptWords.of(language)
        #expect(letter.words.language == language)
        for (text, part) in [(words.heading("Shop"), "Shop"), (words.times("UTC"), "UTC"), (words.file("a"), "a")] {
            #expect(text.contains(part) && !text.contains("{"))
        }
        #expect(letter.html.contains("dir=\"\(language == "ar" ? "rtl" : "ltr")\""))
        #expect(letter.text.contains(words.cut) && letter.text.contains(words.why))
        #expect(TranscriptWords.of("tlh").language == "en" && TranscriptWords.of("").language == "en")
    }

    @Test("Of a long conversation the latest, and it says so; a person's name, the contact point's for a machine")
    func reading() async throws {
        let desk = try await TestTranscripts.make { $0.timeZone = "America/New_York" }
        let id = try await desk.chat("The first", "By a machine")
        let gateway = desk.gateway
        let ann = User(
            id: gateway.parts.surroundings.ids.next(), email: "ann@our.test", name: "Ann", level: .agent, roles: [],
            createdAt: gateway.now)
        let mail = try await desk.ask()
        let latest = try #require(try await gateway.transcript().last)
        try await gateway.store.write { transaction in
            try transaction.insert(ann)
            for number in 0..<3 {
                try transaction.insert(
                    latest.said(
                        "By Ann \(number) " + String(repeating: "x", count: TranscriptLetter.mostBytes / 3 - 100),
                        by: ann.id.description, id: gateway.parts.surroundings.ids.next()))
            }
        }
        func letter() async throws -> TranscriptLetter {
            try #require(try await gateway.store.read { try TranscriptLetter(mail, in: $0) })
        }
        let whole = try await letter()
        #expect(whole.entries.map(\.name) == [nil, "Sales", "Ann", "Ann", "Ann"])
        #expect(!whole.isCut && whole.zone == "America/New_York")
        try await gateway.store.write { transaction in
            try transaction.insert(
                latest.said(
                    String(repeating: "y", count: 1000), by: "nobody", id: gateway.parts.surroundings.ids.next()))
            try transaction.update(ann.erased)
        }
        let cut = try await letter()
        #expect(cut.isCut && cut.entries.map(\.name) == ["Sales", "Sales", "Sales"], "Ann is erased")
        #expect(cut.entries.last?.text?.first == "y")
        #expect(try await desk.rows(id).count == 1)
    }
}

extension Message {
    fileprivate func said(_ text: String, by author: String, id: ID<Message>) -> Message {
        Message(
            id: id, conversation: conversation, contactPoint: contactPoint, connection: connection, customer: customer,
            direction: .outbound, purpose: .reply, author: author, text: text, status: .sent, createdAt: createdAt,
            statusAt: statusAt)
    }
}

extension User {
    fileprivate var erased: User {
        var user = self
        (user.state, user.name, user.email) = (.erased, "", nil)
        return user
    }
}
