import ConnectorKit
import GatewayModel
import HTTPTypes

/// A name is the platform's own word, and so is that there is none. Without the ability there is nothing to check.
extension Conformance {
    var nameChecks: [ConformanceCheck] {
        guard let connector = connector as? any KnowsCustomers else { return [] }
        return [
            check("a name is asked for in one call, which only asks") { findings in
                guard let reply = findings.require(fixture.reply(naming: Self.name), "the fixture has no name") else {
                    return
                }
                let transport = transport([.reply(reply)])
                let found = try? await connector.name(of: fixture.customer, at: subject, over: transport)
                findings.expect(found?.text == Self.name, "the name is \(found?.text ?? "missing")")
                findings.expect(transport.calls.count == 1, "\(transport.calls.count) calls are made")
                findings.expect(transport.refusedCalls.isEmpty, "a host is called that is not declared")
                for call in transport.calls {
                    findings.expect(call.method == .get, "the call is no question")
                    inspect(call.url, &findings)
                }
            },
            check("that a customer has no name is an answer") { findings in
                guard let reply = findings.require(fixture.reply(naming: nil), "the fixture never says no") else {
                    return
                }
                switch await asking(connector, .reply(reply)) {
                case .success(let name): findings.expect(name == nil, "there is a name all the same")
                case .failure(let failure): findings.expect(false, "it is taken for a failure: \(failure)")
                }
            },
            check("an unclear answer says neither a name nor that there is none") { findings in
                for step in unclearAnswers {
                    switch await asking(connector, step) {
                    case .success(let name):
                        findings.expect(false, "\(name == nil ? "no" : "a") name is what the platform said: \(step)")
                    case .failure(let failure):
                        findings.expect(!failure.explanation.isEmpty, "a failure without a word")
                        inspect(failure.explanation, &findings)
                    }
                }
            },
            check("a platform that is down, busy or refuses our credentials is asked for names later") { findings in
                let answers: [PlatformAnswer] = [
                    .tooManyRequests(retryAfterSeconds: nil), .tooManyRequests(retryAfterSeconds: 7),
                    .serverError(status: 500), .serverError(status: 503), .credentialsRefused,
                ]
                let replies = answers.compactMap { fixture.reply($0).map(AnsweringTransport.Answer.reply) }
                for step in replies + [Self.cutOff] {
                    guard case .failure(let failure) = await asking(connector, step),
                        case .later = failure.disposition
                    else {
                        findings.expect(false, "it is not asked later where the platform said \(step)")
                        continue
                    }
                }
            },
        ]
    }

    private static let name = "Zoë Quokka"

    private func asking(
        _ connector: any KnowsCustomers, _ step: AnsweringTransport.Answer
    ) async -> Result<CustomerName?, NameFailure> {
        let transport = AnsweringTransport(step, hosts: connector.hosts(of: fixture.app))
        do throws(NameFailure) {
            return .success(try await connector.name(of: fixture.customer, at: subject, over: transport))
        } catch {
            return .failure(error)
        }
    }
}
