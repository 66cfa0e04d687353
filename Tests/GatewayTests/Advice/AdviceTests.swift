import ConnectorKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("What a sender should know about a text")
struct AdviceTests {
    private static let rules = SendingAdvice(
        shortenerHosts: ["bit.ly", "t.co"], mostIdentical: 100, tellsHowToStop: true, mostUnits: 3)
    private static let plain = "Your parcel is here. Reply STOP to opt out."

    private func codes(
        _ text: String?, _ purpose: Message.Purpose = .notification, units: [Int] = [1], to recipients: Int = 1,
        _ rules: SendingAdvice = rules, stopWords: [String] = []
    ) -> [SendingWarning.Code] {
        Advice(rules, optOut: OptOutSettings(stopWords: stopWords)).warnings(
            about: Advice.Subject(
                text: text, purpose: purpose, parts: units.map { PlannedPart(Part(text: text, units: $0), form: nil) },
                recipients: recipients)
        ).map(\.code)
    }

    @Test("Nothing to mind")
    func nothing() {
        #expect(codes(Self.plain) == [])
        #expect(codes("See https://bit.ly/1", units: [9], to: 1000, .none) == [])
    }

    @Test(
        "Links of public shorteners",
        arguments: [
            ("https://bit.ly/abc", true), ("http://BIT.LY/abc", true), ("see bit.ly/abc!", true), ("(t.co/1)", true),
            ("https://www.bit.ly/1", true), ("at bit.ly.", true), ("bit.ly", true),
            ("https://rabbit.ly/abc", false), ("https://bit.ly.example.com/abc", false), ("me@bit.ly", false),
            ("https://example.com/bit.lying", false), ("a bit.lyrics", false), ("bit. ly", false), ("not.co/1", false),
            ("https://go.example.com/1", false),
        ])
    func shorteners(text: String, isFound: Bool) {
        #expect(codes("\(text) STOP").contains(.publicShortener) == isFound)
    }

    @Test(
        "How to stop",
        arguments: [
            ("Reply STOP to opt out", true), ("Txt STOP2END", true), ("STOP=end", true), ("Reply “stop” to end", true),
            ("reply 'Stop'", true), ("OPT OUT: reply OPT-OUT", true), ("Answer UNSUBSCRIBE.", true),
            ("ＳＴＯＰで停止", true), ("配信停止", true), ("ARRET pour arrêter", true),
            ("Come to the end of our street", false), ("Stop by our shop", false), ("nonstop", false),
            ("STOPPED", false), ("NONSTOP", false), ("cancel your appointment", false), ("", false), ("🛑", false),
            ("\"stop", false),
        ])
    func stopHint(text: String, isGiven: Bool) {
        #expect(codes(text, stopWords: ["arret", "配信停止"]).contains(.noWayToStop) != isGiven)
    }

    @Test("Whoever answers need not say how to stop; who writes first does")
    func purposes() {
        #expect(codes("Hello", .reply) == [])
        #expect(codes("Hello", .start) == [.noWayToStop])
        #expect(codes("Hello", .notification) == [.noWayToStop])
        #expect(codes(nil, .notification) == [.noWayToStop])
    }

    @Test("More than the numbers that are declared, and not as many")
    func numbers() {
        #expect(codes(Self.plain, units: [2, 1], to: 100) == [])
        #expect(codes(Self.plain, units: [2, 2], to: 101) == [.identicalTexts, .manyUnits])
    }

    @Test("Costly characters are named where they can be avoided, and where that saves something")
    func characters() throws {
        func warning(_ characters: String, units: Int, without: Int) -> SendingWarning? {
            let form = TextForm(
                encoding: "wide", length: 9, costlyCharacters: Array(characters), unitsWithoutThem: without)
            return Advice(Self.rules, optOut: OptOutSettings()).warnings(
                about: Advice.Subject(
                    text: Self.plain, purpose: .notification,
                    parts: [
                        PlannedPart(Part(text: Self.plain, units: units), form: form),
                        PlannedPart(Part(text: nil, units: 1), form: nil),
                    ],
                    recipients: 1)
            ).first { $0.code == .costlyCharacters }
        }
        #expect(try #require(warning("’…", units: 2, without: 1)).reason.contains("“’” “…”"))
        #expect(warning("", units: 2, without: 2) == nil)
        #expect(warning("’", units: 1, without: 1) == nil)
        #expect(warning("пакет прибыл", units: 2, without: 1) == nil, "a text in another script is meant so")
    }
}
