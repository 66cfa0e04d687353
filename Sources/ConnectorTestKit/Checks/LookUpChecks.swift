import ConnectorKit
import GatewayModel
import HTTPTypes

/// A look-up finds what may be ours and nothing else. Without the ability there is nothing to check.
extension Conformance {
    var lookUpChecks: [ConformanceCheck] {
        guard let connector = connector as? any LooksUpSends else { return [] }
        return [
            check("a look-up finds its own, oldest first, and excludes others") { findings in
                let own = [listing("own-late", 60), listing("own-early", 1)]
                guard let reply = fixture.reply(listing: own + others) else {
                    return findings.expect(false, "the fixture has no list")
                }
                let transport = transport([.reply(reply)])
                let found = try? await connector.candidates(for: lost, sentAround: Self.moment, over: transport)
                findings.expect(found?.map(\.platformID) == ["own-early", "own-late"], "found \(found ?? [])")
                findings.expect(transport.calls.allSatisfy { $0.method == .get }, "a look-up changes something")
                findings.expect(transport.refusedCalls.isEmpty, "a look-up calls a host that is not declared")
            },
            check("a look-up that finds nothing says so") { findings in
                guard let reply = fixture.reply(listing: others) else { return }
                let transport = transport([.reply(reply)])
                let found = try? await connector.candidates(for: lost, sentAround: Self.moment, over: transport)
                findings.expect(found == [], "found \(found.map(String.init(describing:)) ?? "a failure")")
            },
            check("a look-up that fails is no proof of anything") { findings in
                let rubbish = HostileBodies.rubbishReplies.map {
                    ScriptedTransport.Step.reply(HTTPReply(status: 200, body: $0))
                }
                let cut = TransportFailure(kind: .cutOff, certainty: .unknown, explanation: "As scripted.")
                let faults: [ScriptedTransport.Step] = [.reply(HTTPReply(status: 500)), .failure(cut)]
                for step in rubbish + faults {
                    do throws(SendFailure) {
                        let found = try await connector.candidates(
                            for: lost, sentAround: Self.moment, over: transport([step]))
                        findings.expect(false, "a failed look-up finds \(found)")
                    } catch {
                        let told = String(reflecting: error)
                        findings.expect(!told.contains(Self.tellTaleText), "a failure shows the text")
                    }
                }
            },
        ]
    }

    private var lost: Dispatch { dispatch(Part(text: Self.tellTaleText)) }

    private func listing(_ id: String, _ seconds: Int) -> FixtureListing {
        FixtureListing(
            platformID: id, from: fixture.ourAddress, to: fixture.customer, text: Self.tellTaleText,
            createdAt: Self.moment + .seconds(seconds))
    }

    /// Each differs from ours in one thing.
    private var others: [FixtureListing] {
        var otherText = listing("other-text", 2)
        otherText.text = Self.tellTaleText + "!"
        var inbound = listing("inbound", 2)
        inbound.isOutbound = false
        var withMedia = listing("with-media", 2)
        withMedia.mediaCount = 1
        return [otherText, inbound, withMedia, listing("long-ago", -86_400), listing("much-later", 86_400)]
    }
}
