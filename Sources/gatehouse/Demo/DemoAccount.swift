import ConnectorKit
import Gateway
import GatewayModel
import MockTwitter
import Signing

/// A demo's X: accounts and people on a mock X. One of the accounts is connected as its owner would do it.
struct DemoAccount: Sendable {
    static let account = MockXAccount.samples[0]

    let mock: MockX
    private let app: MockXApp

    /// - Parameter gateway: its public address, to which browsers are sent back.
    init(port: Int, gateway: String) async throws {
        var app = MockXApp(name: "Gatehouse demo", consumerSecret: SecureRandom.token(24))
        app.callbackURLs = ["\(gateway)/connecting/returned"]
        self.app = app
        var configuration = MockXConfiguration(apps: [app], port: port)
        configuration.acceptsLoopbackWebhooks = true
        mock = MockX(configuration)
        do {
            try await mock.start()
        } catch {
            throw CommandFailure("The mock of X cannot listen on 127.0.0.1:\(port): \(error)")
        }
    }

    /// Connects the account from nothing, over HTTP in both directions. The gateway must be serving.
    func connect(_ parts: GatewayParts) async throws -> Connection {
        let outcome = try await parts.connecting.complete(
            .connect(Platform(rawValue: "twitter"), to: DemoSeed.social, with: nil), asking: self, by: "demo")
        guard let connection = outcome.connections.first else { throw CommandFailure("No account was connected.") }
        return connection
    }
}

/// The account's owner, who is asked what a person is asked.
extension DemoAccount: ConnectingAnswerer {
    var mayTryAgain: Bool { false }

    func answer(_ step: ConnectingStep) async throws -> ConnectingReply {
        switch step.kind {
        case .enter:
            ConnectingReply(
                step: step.id,
                settings: [
                    "consumerKey": app.consumerKey, "consumerSecret": app.consumerSecret, "base": mock.baseURL,
                ])
        case .confirm: ConnectingReply(step: step.id, isConfirmed: true)
        case .open(let url, returns: true):
            ConnectingReply(step: step.id, text: try mock.logIn(url, as: Self.account.id))
        case .open(_, returns: false), .ask, .choose, .wait, .connect, .failed: throw CommandFailure(step.text)
        }
    }
}
