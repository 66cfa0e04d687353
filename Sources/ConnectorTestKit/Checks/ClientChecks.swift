import ConnectorKit
import GatewayModel
import HTTPTypes

/// Whoever can reach the gateway can call what clients call: nothing of it is believed, and nothing ends the program.
extension Conformance {
    var clientChecks: [ConformanceCheck] {
        guard let fixture = fixture as? any ClientFixture else { return [] }
        return [
            check("routes are named once, and bodies end somewhere") { findings in
                let routes = fixture.clients.clientRoutes
                findings.expect(!routes.isEmpty, "clients are served nothing")
                findings.expect(Set(routes.map { "\($0.method) \($0.path)" }).count == routes.count, "a route twice")
                for route in routes {
                    findings.expect([.get, .post].contains(route.method), "\(route.method) is neither GET nor POST")
                    findings.expect(
                        (route.method == .get) == (route.mostBytes == 0), "\(route.path) takes no body, or any")
                }
            },
            check("the standard settings are right by their own rules, and stay as they are") { findings in
                let settings = fixture.clients.clientSettings
                do throws(ClientRefusal) {
                    let once = try settings.check(.fields([:]), over: settings.standard)
                    findings.expect(once == settings.standard, "saving nothing changes something")
                    let whole = try settings.check(fixture.settings, over: settings.standard)
                    findings.expect(
                        try settings.check(whole, over: settings.standard) == whole, "a document is not its own form")
                    findings.expect(
                        Set(whole.fields.keys) == Set(settings.standard.fields.keys), "a document is not whole")
                } catch {
                    findings.expect(false, "what is right is refused: \(error.explanation)")
                }
            },
            check("every setting can be asked for, and nothing is asked for that is none") { findings in
                let standard = fixture.clients.clientSettings.standard
                let form = fixture.clients.clientForm
                let paths = form.sections.flatMap(\.fields).map(\.path)
                findings.expect(Set(paths).count == paths.count, "a setting is asked for twice")
                for path in paths {
                    let names = path.split(separator: ".").map(String.init)
                    // Colours and texts that nobody has chosen stand in no document.
                    findings.expect(standard[names[0]] != nil, "\(path) is no setting")
                }
                let asked = Set(paths.compactMap { $0.split(separator: ".").first.map(String.init) })
                let missing = Set(standard.fields.keys).subtracting(asked)
                findings.expect(missing.isEmpty, "nobody is asked for \(missing.sorted())")
                findings.expect(paths.contains(form.masterSwitch), "the master switch is not asked for")
                findings.expect(form.snippet.contains("{clients}"), "the snippet leads nowhere")
            },
            check("settings that mean nothing are refused, field by field") { findings in
                let settings = fixture.clients.clientSettings
                for name in settings.standard.fields.keys.sorted() {
                    for wrong in [JSONTree.text("\u{0}"), .number(0.5), .list([.null]), .fields(["no such": .null])] {
                        do throws(ClientRefusal) {
                            _ = try settings.check(.fields([name: wrong]), over: settings.standard)
                            findings.expect(false, "\(name) takes \(wrong)")
                        } catch {
                            findings.expect(
                                !error.fields.isEmpty && error.fields.allSatisfy { $0.name.hasPrefix(name) },
                                "\(name) is refused without being named")
                        }
                    }
                }
                expectRefusal(of: .fields(["noSuchSetting": .bool(true)]), by: settings, &findings)
            },
            check("a message counts once, however often it is said") { findings in
                let host = host(of: fixture)
                for _ in 0..<2 {
                    guard let request = try? fixture.request(saying: "Hello", id: "conformance-1", by: host),
                        await isTaken(request, by: host, of: fixture)
                    else { return findings.expect(false, "a message is not taken") }
                }
                let events = host.taken
                findings.expect(events.count == 2, "\(events.count) events of two calls")
                findings.expect(Set(events.map(\.key)).count == 1, "one message has two keys")
                for event in events {
                    guard case .message(let message) = event.content else {
                        findings.expect(false, "a message is read as something else")
                        continue
                    }
                    findings.expect(message.text == "Hello", "a text arrives as something else")
                    findings.expect(message.from == fixture.customer, "it is from somebody else")
                    findings.expect(event.address == fixture.ourAddress, "it is for somebody else")
                }
            },
            check("nobody speaks for a customer without being vouched for") { findings in
                let host = host(of: fixture)
                guard let request = try? fixture.request(saying: "Hello", id: "conformance-1", by: host) else {
                    return findings.expect(false, "the fixture has no request")
                }
                for forged in fixture.forged(request) {
                    let isTaken = await isTaken(forged, by: host, of: fixture)
                    findings.expect(!isTaken, "a forged request is taken")
                }
                findings.expect(host.taken.isEmpty, "a forged request left something")
            },
            check("what is not stored is not acknowledged") { findings in
                let host = host(of: fixture)
                host.fail(with: ClientRefusal(.unavailable, "unavailable", "Not now."))
                guard let request = try? fixture.request(saying: "Hello", id: "conformance-1", by: host) else {
                    return findings.expect(false, "the fixture has no request")
                }
                let isTaken = await isTaken(request, by: host, of: fixture)
                findings.expect(!isTaken, "a message that was not stored is acknowledged")
            },
            check("hostile bodies are refused, without being quoted, or do no harm") { findings in
                let host = host(of: fixture)
                guard let genuine = try? fixture.request(saying: "Hello", id: "conformance-1", by: host) else {
                    return findings.expect(false, "the fixture has no request")
                }
                for route in fixture.clients.clientRoutes {
                    for body in HostileBodies.all where body.count <= max(route.mostBytes, 64 << 10) {
                        await Task.yield()
                        let path = route.path.split(separator: "/").map { $0 == "*" ? "x" : String($0) }
                        let request = ClientRequest(
                            method: route.method, path: path, query: ["name": "../../x\r\n", "after": "\u{0}"],
                            authority: "gateway.example", headers: genuine.headers, body: ClientBody(body))
                        do throws(ClientRefusal) {
                            _ = try await fixture.clients.answer(request, by: host)
                        } catch {
                            expectNothingTold(in: error, "refusal", &findings)
                            findings.expect(error.explanation.utf8.count < 400, "a refusal quotes the body")
                        }
                    }
                }
                findings.expect(
                    host.taken.allSatisfy { if case .message = $0.content { false } else { true } },
                    "rubbish became a message")
            },
            check("a message of ours goes out without a call") { findings in
                let transport = ScriptedTransport([])
                let part = Part(text: Self.tellTaleText)
                let receipt = try? await fixture.clients.send(dispatch(part), over: transport)
                findings.expect(receipt != nil, "it is refused")
                findings.expect(transport.calls.isEmpty, "somebody is called")
            },
        ]
    }

    private func host(of fixture: any ClientFixture) -> ScriptedClientHost {
        ScriptedClientHost(
            fixture.clients, at: fixture.connection(), clock: ManualClock(), settings: fixture.settings)
    }

    private func isTaken(
        _ request: ClientRequest, by host: ScriptedClientHost, of fixture: any ClientFixture
    ) async -> Bool {
        do throws(ClientRefusal) {
            return (200..<300).contains(try await fixture.clients.answer(request, by: host).status)
        } catch {
            return false
        }
    }

    private func expectRefusal(
        of document: JSONTree, by settings: any ClientSettings, _ findings: inout Findings
    ) {
        do throws(ClientRefusal) {
            _ = try settings.check(document, over: settings.standard)
            findings.expect(false, "\(document) is taken")
        } catch {}
    }
}
