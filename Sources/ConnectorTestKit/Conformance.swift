import ConnectorKit
import GatewayModel

/// The checks that every connector passes, whatever its platform.
///
/// In a test target, one parameterised test runs them all:
///
///     @Test(arguments: Conformance(of: SMSFixture()).checks)
///     func conforms(_ check: ConformanceCheck) async {
///         #expect(await check.findings() == [])
///     }
public struct Conformance: Sendable {
    let fixture: any ConnectorFixture

    public init(of fixture: any ConnectorFixture) {
        self.fixture = fixture
    }

    public var checks: [ConformanceCheck] {
        // Who serves clients has neither webhooks nor a platform that answers.
        if fixture is any ClientFixture { return declarationChecks + planChecks + textChecks + clientChecks }
        return declarationChecks + signatureChecks + eventChecks + hostileChecks + planChecks + textChecks + sendChecks
            + secrecyChecks + lookUpChecks + checklistChecks + connectingChecks + catchUpChecks + mediaChecks
            + nameChecks + challengeChecks + renewalChecks
    }

    func check(
        _ name: String, _ body: @escaping @Sendable (inout Findings) async -> Void
    ) -> ConformanceCheck {
        ConformanceCheck(name: "\(fixture.connector.platform): \(name)", body: body)
    }
}

/// One thing that a connector must do, or must not.
public struct ConformanceCheck: Sendable, CustomStringConvertible {
    public let name: String
    let body: @Sendable (inout Findings) async -> Void

    public var description: String { name }

    /// What was found wrong, for a person; empty where the connector passes.
    public func findings() async -> [String] {
        var findings = Findings()
        await body(&findings)
        return findings.list
    }
}

/// What a check has found wrong so far.
struct Findings {
    private(set) var list: [String] = []

    mutating func expect(_ condition: Bool, _ otherwise: @autoclosure () -> String) {
        if !condition { list.append(otherwise()) }
    }

    /// Hands on what must be there.
    mutating func require<Value>(_ value: Value?, _ otherwise: @autoclosure () -> String) -> Value? {
        expect(value != nil, otherwise())
        return value
    }
}
