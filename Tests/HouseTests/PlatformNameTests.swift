import Testing

/// The core decides by what a connector declares. A platform's name in it would be a special case.
enum PlatformNames {
    private static let names = ["twilio", "messenger", "facebook", "twitter", "webchat", "whatsapp"]

    /// What is wrong with a file of the core. Comments may give examples.
    static func violations(in source: String, at path: String) -> [String] {
        SwiftText(source).withoutComments.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .flatMap { index, line in
                found(in: line).map { "\(path):\(index + 1) names \($0)" }
            }
    }

    private static func found(in line: Substring) -> [String] {
        let lowercased = line.lowercased()
        var found = names.filter { lowercased.contains($0) }
        // As a word, or as the capitals of a name; not the end of "mechanisms".
        if line.contains(/SMS|Sms|(^|[^A-Za-z])sms/) { found.append("SMS") }
        return found
    }
}

@Suite("The core names no platform")
struct PlatformNameTests {
    static let files = Repository.swiftFiles().filter { path in
        path.hasPrefix("Sources/") && !path.hasPrefix("Sources/gatehouse/")
            && !path.hasPrefix("Sources/ConnectorTestKit/")
    }

    @Test func noFileOfTheCoreDoes() async throws {
        #expect(Self.files.count > 50)
        let violations = try await Repository.violations(in: Self.files) { PlatformNames.violations(in: $0, at: $1) }
        #expect(violations == [])
    }

    @Test("Nor does the control panel: it draws what connectors declare")
    func noScreenDoes() async throws {
        let files = Repository.files().filter { $0.hasPrefix("Sources/ControlPanel/Panel/") && $0.hasSuffix(".js") }
        #expect(files.count > 10)
        let violations = try await Repository.violations(in: files) { PlatformNames.violations(in: $0, at: $1) }
        #expect(violations == [])
    }

    @Test(arguments: [
        "struct TwilioThing {}", #"if platform.rawValue == "sms" {}"#, "let SMSLimit = 1", "func sendSMS() {}",
        "let facebookPage = 1", "// fine\nlet a = isWhatsApp",
    ])
    func findsNames(_ source: String) {
        #expect(PlatformNames.violations(in: source, at: "A.swift").count == 1)
    }

    @Test(arguments: [
        "/// For Twilio it is the token.\nlet a = 1", "let mechanisms = 2", "let a = 1 // segments, for SMS",
    ])
    func findsNothingElse(_ source: String) {
        #expect(PlatformNames.violations(in: source, at: "A.swift") == [])
    }
}
