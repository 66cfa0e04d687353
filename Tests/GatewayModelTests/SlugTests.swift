import GatewayModel
import Testing

@Suite("Ids that people choose")
struct SlugTests {
    @Test("Valid", arguments: ["a", "sales", "sales-2", "a-b-c", "a--b", "x1", times(63, "a")])
    func valid(text: String) {
        #expect(ContactPointID(text)?.rawValue == text)
        #expect(RoleID(text)?.rawValue == text)
        #expect(ContactPointID(text)?.description == text)
    }

    @Test(
        "Invalid",
        arguments: [
            "", "-", "1", "1a", "-a", "a-", "A", "Sales", "sales service", "sales_service", "é", "a.b", "a/b", "../a",
            "a\u{0}", "a\n", "а", times(64, "a"),
        ])
    func invalid(text: String) {
        #expect(ContactPointID(text) == nil)
        #expect(RoleID(text) == nil)
    }

    @Test(
        "What a label suggests",
        arguments: [
            ("Sales & Service", "sales-service"), ("Sales", "sales"), ("  Sales  ", "sales"), ("SALES!!!", "sales"),
            ("24/7 Help", "help"), ("Help 24/7", "help-24-7"), ("Café Nord", "caf-nord"), ("--a--b--", "a-b"),
            ("a", "a"), ("1 2 3", nil), ("", nil), ("日本", nil), ("!!!", nil), ("Über uns", "ber-uns"),
            (times(100, "a"), times(63, "a")), (times(62, "a") + " b", times(62, "a")),
        ])
    func fromLabel(label: String, slug: String?) {
        #expect(ContactPointID(label: label)?.rawValue == slug)
        #expect(RoleID(label: label)?.rawValue == slug)
        if let slug { #expect(ContactPointID(slug) != nil) }
    }

    @Test("The ones that are always there")
    func standing() {
        #expect(ContactPointID("default") == .default)
        #expect(RoleID("everyone") == .everyone)
    }

    private static func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }
}
