import ConnectorKit
import Gateway
import GatewayModel
import MockMessenger
import Signing

/// A demo's Facebook: pages and their people on a mock Meta. One of the pages is connected as its owner would do it, the
/// others are left to whoever tries.
struct DemoPage: Sendable {
    static let page = MockPage.samples[0]
    static let owner = MockFacebookUser.samples[0]

    let mock: MockMeta
    private let app: MockApp

    init(port: Int) async throws {
        app = MockApp(secret: SecureRandom.token(16), name: "Gatehouse demo")
        mock = MockMeta(MockMetaConfiguration(apps: [app], port: port))
        do {
            try await mock.start()
        } catch {
            throw CommandFailure("The mock of Messenger cannot listen on 127.0.0.1:\(port): \(error)")
        }
    }

    /// Connects the page from nothing, over HTTP in both directions. The gateway must be serving.
    func connect(_ parts: GatewayParts) async throws -> Connection {
        let outcome = try await parts.connecting.complete(
            .connect(Platform(rawValue: "messenger"), to: .default, with: nil), asking: self, by: "demo")
        // What somebody enters by hand in Meta's dashboard.
        var app = app
        app.deauthorizeURL = parts.surroundings.webhookAddress(of: outcome.app, path: "deauthorize")
        app.dataDeletionURL = parts.surroundings.webhookAddress(of: outcome.app, path: "data-deletion")
        mock.put(app)
        guard let connection = outcome.connections.first else { throw CommandFailure("No page was connected.") }
        return connection
    }
}

/// The page's owner, who is asked what a person is asked.
extension DemoPage: ConnectingAnswerer {
    var mayTryAgain: Bool { false }

    func answer(_ step: ConnectingStep) async throws -> ConnectingReply {
        switch step.kind {
        case .enter:
            ConnectingReply(
                step: step.id,
                settings: [
                    "appID": app.id, "appSecret": app.secret, "graphBase": mock.baseURL, "dialogBase": mock.baseURL,
                ])
        case .open(let url, returns: true):
            ConnectingReply(step: step.id, text: try mock.logIn(url, as: Self.owner.id, pages: [Self.page.id]))
        case .ask: ConnectingReply(step: step.id, text: Self.page.username)
        case .choose: ConnectingReply(step: step.id, choices: [Self.page.id])
        case .open(_, returns: false), .confirm, .wait, .connect, .failed: throw CommandFailure(step.text)
        }
    }
}
