import ConnectorKit
import GatewayModel
import HTTPTypes

/// What a connector says of itself.
extension Conformance {
    var declarationChecks: [ConformanceCheck] {
        [
            check("capabilities make sense") { findings in
                let capabilities = connector.capabilities
                findings.expect(capabilities.text.perPart > 0, "a part must hold some text")
                findings.expect(capabilities.text.maximumParts > 0, "a message needs a part")
                findings.expect(capabilities.maximumMedia >= 0, "a negative number of files")
                findings.expect(capabilities.pacing.unitsPerSecond > 0, "a pace of nothing sends nothing")
                findings.expect(capabilities.pacing.burst >= 1, "a burst of nothing sends nothing")
                findings.expect(capabilities.sendingModes.contains(.standard), "no connection may send")
                findings.expect(
                    capabilities.connectionsPerContactPoint != 1 || capabilities.sendingModes == [.standard],
                    "there is nothing to divert to")
                let known: Set<DeliveryStatus> = [.delivered, .read, .failed, .expired, .canceled, .refused]
                findings.expect(
                    capabilities.reports.isSubset(of: known), "reports cannot bring \(capabilities.reports)")
            },
            check("routes and settings are named once and well") { findings in
                let routes = connector.webhooks
                findings.expect(Set(routes).count == routes.count, "a webhook route is declared twice")
                for route in routes {
                    let isSegment = !route.path.isEmpty && route.path.utf8.allSatisfy(Self.isSlugByte)
                    findings.expect(isSegment, "\(route.path) is not one lower-case segment")
                    findings.expect([.get, .post].contains(route.method), "\(route.method) is neither GET nor POST")
                }
                for fields in [connector.settings.app, connector.settings.connection] {
                    findings.expect(Set(fields.map(\.key)).count == fields.count, "a setting is declared twice")
                    for case .choice(let choices) in fields.map(\.kind) {
                        findings.expect(!choices.isEmpty, "a choice of nothing")
                    }
                }
                findings.expect(!connector.settings.addressLabel.isEmpty, "an address has no name")
            },
            check("addresses have one normal form") { findings in
                for address in [fixture.ourAddress, fixture.customer] {
                    findings.expect(
                        connector.address(from: address.value) == address, "\(address.value) is not its normal form")
                }
                for text in Self.oddAddresses {
                    guard let address = connector.address(from: text) else { continue }
                    findings.expect(
                        connector.address(from: address.value) == address,
                        "\(address.value) is not its normal form")
                    findings.expect(
                        address.kind == connector.capabilities.addressKind, "\(address.value) is of another kind")
                }
            },
            check("hosts are named as the transport compares them") { findings in
                let hosts = connector.hosts(of: fixture.app)
                findings.expect(hosts.isEmpty == (connector is any ServesClients), "no host can be called")
                for host in hosts {
                    let isPlain = ConfinedTransport.hostAndPort(of: "https://\(host)/") == host
                    findings.expect(isPlain, "\(host) is not a lower-case host or host:port")
                }
            },
        ]
    }

    private static func isSlugByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: "-")
    }

    private static let oddAddresses = [
        "", " ", "\0", "+", "++1", "+1 (415) 555-0100", " +14155550100\n", "４１５５５５０１００", "٤١٥٥٥٥٠١٠٠", "12345",
        "ACME", "a b", "user@example.com", "whatsapp:+14155550100", "@handle", "+1\u{301}4155550100", "\u{202E}001+",
        String(repeating: "9", count: 100_000),
    ]
}
