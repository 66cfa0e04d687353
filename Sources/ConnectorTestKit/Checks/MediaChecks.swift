import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes

/// Where a file lies is a stranger's word: our credentials go to the addresses that the platform's documentation gives to
/// files, and nowhere else. Without the ability there is nothing to check.
extension Conformance {
    var mediaChecks: [ConformanceCheck] {
        guard let connector = connector as? any FetchesMedia else { return [] }
        return callChecks(connector)
            + Self.refusedAddresses.map { rule, addresses in
                check("a file's address \(rule) gets no call") { findings in
                    guard let file = file(&findings) else { return }
                    for url in addresses(file) { expectRefusal(of: url, by: connector, &findings) }
                }
            }
    }

    private func callChecks(_ connector: any FetchesMedia) -> [ConformanceCheck] {
        [
            check("the call for a file asks a declared host, and only asks") { findings in
                guard let call = call(connector, fixture.app, &findings) else { return }
                let host = ConfinedTransport.hostAndPort(of: call.url) ?? "no host"
                // Without credentials it may be any host that the documentation gives to files.
                let others = ["one-secret-of-two", "the-other-secret"].map { secret in
                    self.call(connector, app(fixture.callingSecret, [Secret(secret)]), &findings).map(Self.wire)
                }
                findings.expect(
                    connector.hosts(of: fixture.app).contains(host) || others[0] == others[1], "\(host) is not declared"
                )
                findings.expect(call.method == .get && call.body.isEmpty, "the call may change something")
            },
            check("the call for a file has no secret in its address") { findings in
                guard let call = call(connector, fixture.app, &findings) else { return }
                let address = call.url.removingPercentEncoding ?? call.url
                findings.expect(
                    !revealed.contains { address.contains($0) || call.url.contains($0) },
                    "a secret stands in the address, which proxies and hosts write down")
            },
            check("the call for a file carries the current secret, no older one") { findings in
                let new = Secret("a-freshly-rotated-secret")
                let old = fixture.app.secrets.all(fixture.callingSecret)
                let calls = [[new] + old, [new]].map { call(connector, app(fixture.callingSecret, $0), &findings) }
                findings.expect(calls[0].map(Self.wire) == calls[1].map(Self.wire), "the newest secret is not used")
            },
            check("the call for a file is the same each time") { findings in
                let calls = (0..<3).map { _ in call(connector, fixture.app, &findings).map(Self.wire) }
                findings.expect(calls.allSatisfy { $0 == calls[0] }, "what is pure gives two answers")
            },
            check("a file's address elsewhere on the platform gets no credentials") { findings in
                guard let file = file(&findings) else { return }
                let root = "https://\(file.host)"
                for url in [root, root + "/", root + "/elsewhere", file.url + "/../../..", root + "/.." + file.rest] {
                    // Two secrets, one call: it carries neither.
                    let calls = ["one-secret-of-two", "the-other-secret"].map { secret in
                        asking(connector, url, app(fixture.callingSecret, [Secret(secret)]))
                    }
                    guard case .success(let first) = calls[0], case .success(let second) = calls[1] else {
                        expectRefusal(of: url, by: connector, &findings)
                        continue
                    }
                    findings.expect(Self.wire(first) == Self.wire(second), "\(url) gets credentials")
                }
            },
            check("a refusal to fetch shows neither a secret nor the address") { findings in
                for word in revealed + [Self.tellTaleText] {
                    let path = word.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                    for url in ["https://elsewhere.example/\(word)", "https://elsewhere.example/?x=\(path)", word] {
                        guard case .failure(let failure) = asking(connector, url, fixture.app) else { continue }
                        expectNothingTold(in: failure, "refusal", &findings)
                        findings.expect(!failure.explanation.contains(path), "a refusal shows the address")
                    }
                }
            },
        ]
    }

    /// A genuine address, taken apart.
    private struct FileAddress: Sendable {
        let url: String
        let host: String
        /// From the path on.
        let rest: String
    }

    private func file(_ findings: inout Findings) -> FileAddress? {
        guard let url = findings.require(fixture.mediaURL, "the fixture has no address of a file") else { return nil }
        let host = url.dropFirst("https://".count).prefix { $0 != "/" }
        findings.expect(url.hasPrefix("https://\(host)/") && !host.isEmpty, "the fixture's file has no https address")
        return FileAddress(
            url: url, host: String(host), rest: String(url.dropFirst("https://".count + host.count)))
    }

    private static let refusedAddresses: [(rule: String, addresses: @Sendable (FileAddress) -> [String])] = [
        (
            "on a strange host",
            { file in
                [
                    "elsewhere.example", "127.0.0.1", "[::1]", "169.254.169.254", "localhost", "elsewhere.example#",
                    "elsewhere.example?", "elsewhere.example/\(file.host)", "elsewhere.example/\(file.url)",
                ].map { "https://\($0)\(file.rest)" }
            }
        ),
        (
            "on a host that looks like the platform's",
            { file in
                var labels = file.host.split(separator: ".").map(String.init)
                if labels.count > 1 { labels[labels.count - 2] = "not" + labels[labels.count - 2] }
                // A letter of another alphabet that looks the same.
                let twin = file.host.replacing("o", with: "\u{43E}").replacing("e", with: "\u{435}")
                return [
                    "\(file.host).elsewhere.example", "\(file.host)-elsewhere.example", labels.joined(separator: "."),
                    "\(file.host).", twin == file.host ? "elsewhere.example" : twin,
                    "\(file.host)\\.elsewhere.example", "elsewhere.example\\@\(file.host)", "elsewhere.example\\",
                    "\(file.host)%2eelsewhere.example", "\(file.host)\t.elsewhere.example",
                ].map { "https://\($0)\(file.rest)" }
            }
        ),
        (
            "over http", { file in ["http://", "HTTP://"].map { $0 + file.host + file.rest } }
        ),
        (
            "with a user in it",
            { file in
                [
                    "user@\(file.host)", "user:password@\(file.host)", ":@\(file.host)", "@\(file.host)",
                    "\(file.host)@elsewhere.example", "\(file.host):443@elsewhere.example",
                ].map { "https://\($0)\(file.rest)" }
            }
        ),
        (
            "with another port", { file in [80, 8443, 65536].map { "https://\(file.host):\($0)\(file.rest)" } }
        ),
        (
            "that is not one of the web",
            { file in
                ["ftp://", "file://", "ws://", "//", "https:", "https:/", "https:\\\\", ""].map {
                    $0 + file.host + file.rest
                } + ["file:///etc/passwd", "data:image/png;base64,AAAA", "javascript:alert(1)", "media:med_0"]
            }
        ),
        (
            "with more than an address in it",
            { file in
                ["\r\nX-Added: 1", "\n", " HTTP/1.1", "\0", "\u{7F}"].map { file.url + $0 }
                    + [" ", "\n", "\0"].map { $0 + file.url }
                    + ["", " ", "\0", "https://", String(repeating: "a", count: 100_000)]
            }
        ),
    ]

    private func asking(
        _ connector: any FetchesMedia, _ url: String, _ app: AppAccess
    ) -> Result<HTTPCall, SendFailure> {
        Result { () throws(SendFailure) in
            try connector.mediaCall(
                for: RemoteMedia(url: url, contentType: "image/png"), at: fixture.connection(of: app))
        }
    }

    private func call(_ connector: any FetchesMedia, _ app: AppAccess, _ findings: inout Findings) -> HTTPCall? {
        guard let file = file(&findings) else { return nil }
        switch asking(connector, file.url, app) {
        case .success(let call): return call
        case .failure(let failure):
            findings.expect(false, "a genuine address is refused: \(failure.code)")
            return nil
        }
    }

    private func expectRefusal(of url: String, by connector: any FetchesMedia, _ findings: inout Findings) {
        let shown = url.prefix(200)
        switch asking(connector, url, fixture.app) {
        case .success: findings.expect(false, "there is a call for \(shown)")
        case .failure(let failure):
            findings.expect(failure.disposition == .giveUp, "\(shown) is \(failure.disposition)")
            findings.expect(failure.certainty == .notSent, "\(shown) is uncertain")
            findings.expect(!failure.code.isEmpty && failure.code.allSatisfy(\.isLetter), "\(shown) has no word")
            findings.expect(!failure.explanation.isEmpty, "\(shown) has no explanation")
        }
    }
}
