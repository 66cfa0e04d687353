import GatewayModel
import PhoneNumbers
import Testing

@testable import Gateway

@Suite("A contact point's language, time zone and region")
struct RegionTests {
    @Test(
        "Languages as BCP 47 writes them",
        arguments: [
            "en", "EN", "fr-CA", "de-CH-1996", "zh-Hant-HK", "es-419", "sr-Latn-RS", "sl-rozaj-biske", "fil", "yue",
            "zh-yue-HK", "en-US-u-hc-h12", "de-DE-u-co-phonebk-x-office", "en-x-a-b-c",
        ])
    func languages(tag: String) { #expect(LanguageTag.isValid(tag)) }

    @Test(
        "Anything else is none",
        arguments: [
            "", "-", "e", "english", "xx", "en-", "-en", "en--US", "en_US", "en-XX", "en-US-GB", "en-US-Latn",
            "en-u", "en-u-", "en-u-x", "en-x", "en-u-hc-u-co", "de-1996-1996", "x-private", "i-klingon", "fr CA",
            "en-abcdefghi", "frança", "de-DE\n", String(repeating: "en-x", count: 40),
        ])
    func noLanguages(tag: String) { #expect(!LanguageTag.isValid(tag)) }

    @Test(
        "Time zones as IANA names them",
        arguments: [
            "UTC", "Etc/UTC", "Europe/Paris", "America/New_York", "America/Argentina/Buenos_Aires", "Europe/Kyiv",
            "Asia/Calcutta", "US/Pacific", "Etc/GMT+3",
        ])
    func zones(name: String) { #expect(TimeZoneName.isValid(name)) }

    @Test(
        "No abbreviations, no offsets, no paths",
        arguments: [
            "", "PST", "EST", "GMT+3", "GMT+0300", "UTC+2", "+02:00", "Europe/Atlantis", "europe/paris", "Europe/",
            "/Paris", "../etc/passwd", "posix/Europe/Paris", "Europe/Paris ",
        ])
    func noZones(name: String) { #expect(!TimeZoneName.isValid(name)) }

    @Test("What is wrong is refused by its field, and nothing is changed")
    func refused() async throws {
        let gateway = try await TestGateway.make()
        let changes: [(field: String, change: @Sendable (inout ContactPoint) -> Void)] = [
            ("language", { $0.language = "xx" }), ("timeZone", { $0.timeZone = "PST" }),
            ("region", { $0.region = "UK" }),
            ("region", { $0.region = "us" }), ("region", { $0.region = "" }),
        ]
        for (field, change) in changes {
            let refusal = await #expect(throws: Refusal.self) {
                _ = try await gateway.store.write { [parts = gateway.parts] in
                    try parts.contactPoints.update(TestGateway.sales, by: "test", in: $0, change)
                }
            }
            #expect(refusal?.fields.map(\.name) == [field])
        }
        let stands = try #require(try await gateway.store.read { try $0.contactPoint(TestGateway.sales) })
        #expect([stands.language, stands.timeZone, stands.region] == ["en", "UTC", "US"])
    }
}
