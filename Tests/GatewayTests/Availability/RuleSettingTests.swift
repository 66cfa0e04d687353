import GatewayModel
import Testing

@testable import Gateway

@Suite("Availability: rules that are set")
struct RuleSettingTests {
    private static let other = Platform(rawValue: "pigeon")

    @Test("Each platform on each contact point has its own; what is the same changes nothing, and tells nothing")
    func set() async throws {
        let gateway = try await TestGateway.make()
        #expect(try await gateway.availability().rule == .always)
        #expect(try await gateway.availability().status == .always)
        let told = try await gateway.events(.availabilityChanged).count
        for _ in 0..<2 { try await gateway.setRule(#"{"availableAgents": {"atLeast": 1}}"#) }
        #expect(try await gateway.availability().status.words == "noAgents")
        #expect(try await gateway.availability(of: TestGateway.service).status.isAvailable)
        let event = try await gateway.events(.availabilityChanged).last
        #expect(try await gateway.events(.availabilityChanged).count == told + 1)
        #expect(event?.contactPoint == TestGateway.sales && event?.value == "test")
        let entry = try await gateway.auditEntries().first
        #expect(entry?.action == "contact-point.availability" && entry?.subject == "contact-point/sales/test")
        #expect(entry?.before == "{}" && entry?.after == #"{"availableAgents":{"atLeast":1}}"#)
        try await gateway.setRule("{}")
        #expect(try await gateway.availability().status == .always)
    }

    @Test("Hours go by the contact point's time zone, whatever it becomes")
    func zone() async throws {
        // 2026-01-01T00:01:00Z, a Thursday.
        let gateway = try await TestGateway.make()
        try await gateway.setRule(#"{"days": ["thursday"]}"#)
        #expect(try await gateway.availability().status.isAvailable)
        let told = try await gateway.events(.availabilityChanged).count
        _ = try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.update(TestGateway.sales, by: "admin", in: $0) { $0.timeZone = "America/New_York" }
        }
        #expect(try await gateway.availability().status.words == "outsideHours")
        #expect(try await gateway.events(.availabilityChanged).count == told + 1)
    }

    @Test("An archived contact point is not available, whatever its rules")
    func archived() async throws {
        let gateway = try await TestGateway.make()
        try await gateway.customerWrites("Hello")
        try await gateway.store.write { [parts = gateway.parts] in
            try parts.contactPoints.remove(TestGateway.sales, by: "admin", in: $0)
        }
        #expect(try await gateway.availability().status.words == "archived")
    }

    @Test("What is not there, is too much, or names no zone is refused, and nothing stays")
    func refusals() async throws {
        let gateway = try await TestGateway.make()
        func refusal(_ json: String, at contactPoint: String = "sales", on platform: Platform = TestPeople.platform)
            async -> Refusal?
        {
            await #expect(throws: Refusal.self) {
                try await gateway.setRule(json, at: ContactPointID(contactPoint)!, on: platform)
            }
        }
        let always = #"{"all": [{"days": ["monday"]}]}"#
        #expect(await refusal(always, at: "nowhere")?.kind == .notFound)
        #expect(await refusal(always, on: Self.other)?.kind == .notFound)
        let many = Array(repeating: #"{"days": ["monday"]}"#, count: 100).joined(separator: ", ")
        #expect(await refusal(#"{"all": [\#(many)]}"#)?.fields.first?.name == "rules")
        for zone in ["Mars/Olympus", "CET", "+02:00", ""] {
            let json = #"{"all": [{}, {"any": [{"not": {"days": ["monday"], "timeZone": "\#(zone)"}}]}]}"#
            #expect(await refusal(json)?.fields.first?.name == "rules.all[1].any[0].not.timeZone", "\(zone)")
        }
        #expect(try await gateway.availability().rule == .always)
    }
}
