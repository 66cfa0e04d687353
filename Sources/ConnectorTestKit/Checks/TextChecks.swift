import ConnectorKit
import GatewayModel

/// A text costs the same for everybody, and what is said of it is so.
extension Conformance {
    var textChecks: [ConformanceCheck] {
        [
            check("to whom a message goes makes no difference to its plan") { findings in
                guard let other = fixture.otherCustomer else { return }
                for text in Self.describedTexts {
                    let same = OutboundMessage(text: text, to: other, from: fixture.ourAddress)
                    findings.expect(
                        planning(outbound(text)) == planning(same), "a text of \(text.utf16.count) is planned anew")
                }
            },
            check("texts are described as they are planned") { findings in
                guard let connector = connector as? any DescribesTexts else { return }
                for text in Self.describedTexts {
                    guard case .success(let parts) = planning(outbound(text)) else { continue }
                    for part in parts { expectDescription(of: part, by: connector, &findings) }
                }
            },
            check("advice can be followed") { findings in
                let advice = connector.capabilities.advice
                for host in advice.shortenerHosts {
                    findings.expect(
                        host == host.lowercased() && host.contains(".") && !host.hasPrefix("www."),
                        "\(host) is no host as it is compared")
                }
                findings.expect(advice.mostIdentical ?? 1 >= 1, "one recipient is too many")
                findings.expect(advice.mostUnits ?? 1 >= 1, "no message is short enough")
            },
        ]
    }

    private func expectDescription(
        of part: Part, by connector: any DescribesTexts, _ findings: inout Findings
    ) {
        guard let form = connector.form(of: part) else { return }
        let text = part.text ?? ""
        findings.expect(!form.encoding.isEmpty, "an encoding has no name")
        findings.expect(form.length > 0, "a text has no length")
        findings.expect(form.unitsWithoutThem >= 1, "a text costs nothing")
        findings.expect(form.unitsWithoutThem <= part.units, "a text would cost more without its costly characters")
        if form.costlyCharacters.isEmpty {
            findings.expect(form.unitsWithoutThem == part.units, "a text would cost less without nothing")
        }
        findings.expect(form.costlyCharacters.allSatisfy(text.contains), "a costly character is not in the text")
        findings.expect(
            Set(form.costlyCharacters).count == form.costlyCharacters.count, "a costly character is named twice")
        findings.expect(connector.form(of: part) == form, "the same text is described anew")
    }

    private static let describedTexts = [
        "Hello", String(repeating: "word ", count: 90), "Curly ’ and ’ again…", "日本語のテキスト", "👩‍👩‍👧 e\u{301} €",
        String(repeating: "long “quoted” ", count: 300),
    ]
}
