import Foundation
import Gateway
import GatewayModel
import Testing

/// A text, and what it means to a stop list.
typealias WordCase = (text: String, meaning: Message.Mark?)

@Suite("The bare words STOP, START and HELP")
struct OptOutWordTests {
    private let words = OptOutWords(OptOutSettings())

    private static let stop = [
        "STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "OPT OUT", "OPT-OUT",
    ]
    private static let start = ["START", "UNSTOP"]
    private static let help = ["HELP", "INFO"]

    /// What people type around a word without meaning anything by it.
    private static let dresses: [@Sendable (String) -> String] = [
        { $0 }, { $0.lowercased() }, { $0.capitalized }, { "  \($0)\t" }, { "\n\($0)\r\n" }, { "\($0)." },
        { "\($0)!!!" }, { "\($0)?" }, { "\"\($0)\"" }, { "'\($0)'" }, { "“\($0)”" }, { "«\($0)»" }, { "(\($0))" },
        { "\($0) 🛑" }, { "🛑🛑\($0)👍🏽" }, { "👩‍👩‍👧\($0)" }, { "\($0) 🅰️" }, { "\u{FEFF}\($0)\u{200B}" },
        { "\u{200E}\($0)\u{200F}" }, { "\u{A0}\($0)\u{A0}" }, { "\u{3000}\($0)\u{3000}" }, { "-\($0)-" },
        { "#\($0)" }, { "*\($0)*" }, { "\($0)\u{FE0F}" }, { "¡\($0)!" }, { "\($0)…" },
        // As they are typed on East Asian keyboards.
        { String(String.UnicodeScalarView($0.unicodeScalars.map { fullWidth($0) })) },
    ]

    private static func fullWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        (0x21...0x7E).contains(scalar.value) ? Unicode.Scalar(scalar.value + 0xFEE0)! : scalar
    }

    @Test("Each synonym, however it is dressed", arguments: dresses.indices)
    func table(dress: Int) {
        for (list, meaning) in [(Self.stop, Message.Mark.stop), (Self.start, .start), (Self.help, .help)] {
            for word in list {
                let text = Self.dresses[dress](word)
                #expect(words.meaning(of: text) == meaning, "\(text.debugDescription)")
            }
        }
    }

    @Test("White space inside is one space", arguments: ["STOP  ALL", "stop\nall", "stop\u{A0}all", "OPT \t OUT"])
    func whiteSpaceInside(text: String) {
        #expect(words.meaning(of: text) == .stop)
    }

    @Test(
        "Ordinary words",
        arguments: [
            nil, "", " ", "🛑", "?", "cancel my order", "the end", "END OF STORY", "Yes", "YES", "yes please",
            "start over", "Starting", "help me", "info please", "I quit smoking", "stopwatch", "nonstop", "STOPPED",
            "S.T.O.P", "unstoppable", "canceled", "weekend", "send", "revoked", "2", "STOP1", "1", "Endе",
        ])
    func ordinary(text: String?) {
        #expect(words.meaning(of: text) == nil)
    }

    @Test("Never a bare word, whatever is flagged for a person", arguments: OptOutPhrases.wishes + ["stop it now ok"])
    func notBare(text: String) {
        #expect(![.stop, .start, .help].contains(words.meaning(of: text)))
    }

    @Test("YES counts where the contact point allows it, and only there")
    func yes() {
        let allowing = OptOutWords(OptOutSettings(yesMeansStart: true))
        #expect(allowing.meaning(of: " yes! ") == .start)
        #expect(allowing.meaning(of: "yes please") == nil)
        #expect(words.meaning(of: "YES") == nil)
    }

    @Test(
        "Added words, in any language and form",
        arguments: [
            ("ARRET", .stop), ("arrêt", .stop), ("ARRE\u{302}T", .stop), ("«Arrêt !»", .stop), ("стоп", .stop),
            ("СТОП.", .stop), ("停止", .stop), ("توقف", .stop), ("रोकें", .stop), ("nein danke", .stop), ("straße", .stop),
            ("STRASSE", .stop), ("J\u{30C}", .stop), ("99", .stop), ("START", .start), ("Los", .start), ("aide", .help),
            ("stop", .stop),
            ("停", nil), ("9", nil),
        ] as [WordCase])
    func added(word: WordCase) {
        let words = OptOutWords(
            OptOutSettings(
                stopWords: ["Arret", "arrêt", "стоп", "停止", "توقف", "रोकें", "Nein  Danke!", "Straße", "ǰ", "99"],
                startWords: ["los"], helpWords: ["AIDE"]))
        #expect(words.meaning(of: word.text) == word.meaning)
    }

    @Test("A mark behind a space is no space: the word is not cut before it")
    func markBehindSpace() {
        #expect(words.meaning(of: "STOP \u{5B6}") != .stop)
        #expect(words.meaning(of: "STOP \u{301}") == .stop)
    }

    @Test("STOP cannot be made to mean anything else")
    func stopWins() {
        let words = OptOutWords(OptOutSettings(startWords: ["stop", "arret"], helpWords: ["STOP", "quit"]))
        #expect(words.meaning(of: "stop") == .stop)
        #expect(words.meaning(of: "quit") == .stop)
        #expect(words.meaning(of: "START") == .start)
        #expect(words.meaning(of: "arret") == .start)
    }

    @Test("A contact point whose start word means STOP is refused")
    func refusedSettings() async throws {
        let gateway = try await TestGateway.make()
        for settings in [
            OptOutSettings(startWords: ["Stop!"]), OptOutSettings(helpWords: ["unsubscribe"]),
            OptOutSettings(stopWords: ["!!!"]), OptOutSettings(stopWords: [""]),
            OptOutSettings(stopWords: ["fin"], startWords: ["FIN"]),
        ] {
            await #expect(throws: Refusal.self) {
                _ = try await gateway.store.write { [parts = gateway.parts] in
                    try parts.contactPoints.update(TestGateway.sales, by: "test", in: $0) { $0.optOut = settings }
                }
            }
        }
    }
}
