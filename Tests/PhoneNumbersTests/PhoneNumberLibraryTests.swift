import Gateway
import PhoneNumbers
import Testing

@Suite("Phone numbers as people type them")
struct PhoneNumberLibraryTests {
    private static let plans = PhoneNumberLibrary()

    @Test(
        "All writings of a number are one number",
        arguments: [
            ("+14155552671", "US"), ("+1 415 555 2671", "US"), ("(415) 555-2671", "US"), ("415.555.2671", "US"),
            ("4155552671", "US"), ("14155552671", "US"), ("1 (415) 555-2671", "CA"), ("  415 555 2671\n", "US"),
            ("+1 (415) 555-2671", "DE"), ("00 1 415 555 2671", "DE"), ("0011 1 415 555 2671", "AU"),
            ("415\u{A0}555\u{2011}2671", "US"), ("\u{202A}+1 415 555 2671\u{202C}", "US"),
            ("+１ ４１５ ５５５ ２６７１", "US"), ("٤١٥٥٥٥٢٦٧١", "US"), ("+1 415 555 2671", "??"),
        ])
    func writings(text: String, region: String) {
        #expect(Self.plans.read(text, in: region).number == "+14155552671")
    }

    @Test(
        "Each country has its own rules",
        arguments: [
            ("020 7946 0958", "GB", "+442079460958"), ("+44 (0)20 7946 0958", "US", "+442079460958"),
            ("06 12 34 56 78", "FR", "+33612345678"), ("06 698 12345", "IT", "+390669812345"),
            ("0151 23456789", "DE", "+4915123456789"), ("406 12 345", "NO", "+4740612345"),
            ("011 41 44 668 18 00", "US", "+41446681800"), ("212345", "FO", "+298212345"),
        ])
    func countries(text: String, region: String, e164: String) {
        #expect(Self.plans.read(text, in: region) == .number(TypedNumber(e164: e164)))
    }

    @Test(
        "What can be a number and is of no known range is a number with a doubt",
        arguments: [
            ("+1 555 000 1000", "+15550001000"), ("(123) 456-7890", "+11234567890"), ("+49 155 50100", "+4915550100"),
        ])
    func doubtful(text: String, e164: String) throws {
        guard case .number(let number) = Self.plans.read(text, in: "US") else {
            Issue.record("\(text) is refused")
            return
        }
        #expect(number.e164 == e164)
        #expect(!number.isAssigned)
    }

    @Test(
        "Few digits are a whole number only where they are dialled so",
        arguments: [
            ("40612345", "NO", true), ("212345", "FO", true), ("212345", "DE", false), ("0212345", "DE", true),
            ("212345", "FI", false), ("+49212345", "FI", true),
        ])
    func whole(text: String, region: String, isWhole: Bool) {
        guard case .number(let number) = Self.plans.read(text, in: region) else {
            Issue.record("\(text) is refused")
            return
        }
        #expect(number.isWhole == isWhole)
    }

    @Test(
        "What nobody can have is refused, and why",
        arguments: [
            ("", .notANumber), (" ", .notANumber), ("+", .notANumber), ("hello", .notANumber),
            ("1-800-FLOWERS", .notANumber), ("+1415555010a1", .notANumber), ("tel:+14155552671", .notANumber),
            ("+1\n415 555 2671", .notANumber), ("+1415555\0" + "2671", .notANumber), ("a@b.example", .notANumber),
            ("+1 415 555 2671, +1 415 555 2672", .notANumber), ("☎️", .notANumber),
            ("+14155552671#5", .hasExtension), ("+1 415 555 2671 ;5", .hasExtension),
            ("+999 12345678", .unknownCountry), ("+0123456789", .unknownCountry),
            ("5550100", .tooShort), ("12345", .tooShort), ("911", .tooShort), ("+1415555267", .tooShort),
            ("+14155", .tooShort),
            ("+141555526711", .tooLong), ("(415) 555-2671 / 2672", .tooLong), ("0041446681800", .tooLong),
            (String(repeating: "4", count: 249), .tooLong), (String(repeating: "4", count: 100_000), .notANumber),
        ] as [(String, NumberFault)])
    func refused(text: String, fault: NumberFault) {
        #expect(Self.plans.read(text, in: "US") == .impossible(fault))
    }

    @Test("Longer than E.164 allows is too long, whatever the country's plan has room for")
    func longerThanE164() {
        #expect(Self.plans.read("0060-000-61-000000", in: "JP") == .impossible(.tooLong))
    }

    @Test("What would be another number when it is read again is none")
    func readsAsItself() {
        #expect(Self.plans.read("00006-00-000", in: "JP") == .impossible(.notANumber))
        #expect(Self.plans.read("021 455434 5678", in: "MX") == .impossible(.notANumber))
        #expect(Self.plans.read("+52 1 455 434 5678", in: "US").number == "+524554345678")
    }

    @Test("Between two lengths there may be none")
    func lengths() {
        #expect(Self.plans.read("+376 1234567", in: "US") == .impossible(.wrongLength))
    }

    @Test("Without a plan of its own a region knows international numbers only", arguments: ["", "ZZ", "us", "USA"])
    func noPlan(region: String) {
        #expect(Self.plans.read("+1 415 555 2671", in: region).number == "+14155552671")
        #expect(Self.plans.read("415 555 2671", in: region) == .impossible(.unknownCountry))
    }

    @Test("The regions are countries and territories by two letters")
    func regions() {
        let regions = Self.plans.regions
        #expect(regions.isSuperset(of: ["US", "CA", "GB", "DE", "FR", "IN", "FO", "PR"]))
        #expect(regions.isDisjoint(with: ["", "UK", "EU", "ZZ", "us", "00"]))
        #expect(regions.count > 200)
        #expect(regions.allSatisfy { $0.utf8.count == 2 && $0.utf8.allSatisfy { (65...90).contains($0) } })
    }

    @Test("Any number of threads may ask at once")
    func threads() async {
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<16 {
                group.addTask {
                    (0..<200).allSatisfy { number in
                        let typed = "(415) 555-\(1000 + task * 200 + number)"
                        return PhoneNumberLibrary().read(typed, in: "US").number
                            == "+1415555\(1000 + task * 200 + number)"
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test("Every fault has its own words")
    func words() {
        #expect(Set(NumberFault.allCases.map(\.explanation)).count == NumberFault.allCases.count)
    }
}

extension NumberReading {
    fileprivate var number: String? {
        if case .number(let number) = self { number.e164 } else { nil }
    }
}
