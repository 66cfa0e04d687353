import ConnectorKit
import Foundation
import Gateway
import GatewayModel
import Synchronization
import Testing

@Suite("Connecting: what is typed, and what a platform grants on the way")
struct GrantTests {
    private static let number = Address(kind: .phone, value: "+15550009")

    /// A login that sends the browser back with a code, a name to be typed, then done.
    private static func make() async throws -> (TestGateway, WatchScript) {
        let script = WatchScript()
        let gateway = try await TestGateway.make(connectors: [WatchedConnector(script: script)])
        script.nextStep.withLock { step in
            step = { progress in
                if let code = progress.answers["login"]?.text {
                    return ConnectingStep(
                        id: "name", text: "Which?", kind: .ask(label: "Name"),
                        granted: ["token": Secret("token for \(code)")])
                }
                guard progress.granted.contains("token") else {
                    return ConnectingStep(
                        id: "login", text: "Log in.",
                        kind: .open(
                            url: "https://platform.test/?\(progress.state)&\(progress.returnAddress)", returns: true))
                }
                guard progress.answers["name"] != nil else {
                    return ConnectingStep(id: "login", text: "Once more.", kind: .failed)
                }
                let isReconnect = progress.purpose == .reconnect
                return ConnectingStep(
                    id: "done", text: "Done.",
                    kind: .connect(
                        ConnectingPlan(appLabel: "A", addresses: isReconnect ? [] : [number], fixes: [])),
                    granted: ["token.\(progress.answers["name"]?.text ?? "")": Secret("token of the number")])
            }
        }
        return (gateway, script)
    }

    private static func begin(
        _ gateway: TestGateway, _ purpose: Connecting.Purpose
    ) async throws -> (ID<ConnectingSession>, ConnectingStep) {
        guard case .asking(let id, _, let step) = try await gateway.parts.connecting.begin(purpose, by: "somebody")
        else { throw StoreFailure("It asks nothing.") }
        return (id, step)
    }

    @Test("A code and a name are seen once and not kept; what was granted is with the app in the end")
    func grants() async throws {
        let (gateway, script) = try await Self.make()
        let connecting = gateway.parts.connecting
        let (id, first) = try await Self.begin(
            gateway,
            .connect(Platform(rawValue: "test"), to: TestGateway.sales, with: gateway.setup.app.id))
        guard case .open(let url, returns: true) = first.kind else { return #expect(Bool(false), "\(first)") }
        let state = try #require(script.progress.withLock { $0.last?.state })
        #expect(state.utf8.count >= 24 && url.contains(state))
        #expect(url.hasSuffix("https://gateway.test/connecting/returned"))
        await #expect(throws: Refusal.self) {
            try await connecting.answer(id, ConnectingReply(step: "login", choices: ["a"]), by: "somebody")
        }
        _ = try await connecting.answer(id, ConnectingReply(step: "login", text: "CODE"), by: "somebody")
        guard
            case .connected(let outcome) = try await connecting.answer(
                id, ConnectingReply(step: "name", text: "shop"), by: "somebody")
        else { return #expect(Bool(false)) }
        #expect(outcome.connections.map(\.address) == [Self.number])
        let told = script.progress.withLock { $0 }
        #expect(told.map { $0.answers["login"]?.text } == [nil, "CODE", nil])
        #expect(Set(told.map(\.state)) == [state])
        let access = try #require(try await gateway.parts.vault.app(outcome.app.id)).access
        #expect(access.secrets.current("token")?.reveal() == "token for CODE")
        #expect(access.secrets.current("token.shop")?.reveal() == "token of the number")
        let audit = try await gateway.auditEntries()
        #expect(!audit.contains { "\($0)".contains("CODE") || "\($0)".contains("token of") })
    }

    @Test("What is granted to reconnect lets what was held go on")
    func reconnects() async throws {
        let (gateway, _) = try await Self.make()
        gateway.platform.answer(.status(401))
        let message = try await gateway.start("Hi").message
        try await gateway.drain()
        #expect(try await gateway.connection().state == .needsReconnect)
        let connecting = gateway.parts.connecting
        let (id, _) = try await Self.begin(gateway, .reconnect(gateway.setup.salesConnection))
        _ = try await connecting.answer(id, ConnectingReply(step: "login", text: "CODE"), by: "somebody")
        _ = try await connecting.answer(id, ConnectingReply(step: "name", text: "shop"), by: "somebody")
        #expect(try await gateway.connection().state == .connected)
        try await gateway.drain()
        #expect(try await gateway.status(message) == .sent)
    }
}
