import Foundation
import MockPlatform
import MockTwitter
import Testing

/// A gateway process and a mock X beside it, where somebody owns an account that is to be connected.
final class AccountInstallation: PlatformInstallation {
    static let account = MockXAccount.samples[0]
    static let otherAccount = MockXAccount.samples[1]
    static let customer = MockXAccount.samples[2]
    static let app = MockXApp()

    let x: MockX
    let house: FrontedGateway

    /// - Parameters:
    ///   - access: to which of X's APIs the app has access.
    ///   - clock: X's.
    init(
        settings: [String: String] = [:], access: Set<XAccess> = Set(XAccess.allCases), clock: MockClock = MockClock()
    ) async throws {
        house = try await FrontedGateway(settings)
        var app = Self.app
        app.access = access
        app.callbackURLs = ["\(house.front.url)/connecting/returned"]
        var configuration = MockXConfiguration(apps: [app])
        configuration.acceptsLoopbackWebhooks = true
        configuration.mediaProcessing = .milliseconds(1)
        // Of X's three seconds a machine that has much to do takes more than one by itself.
        configuration.webhooks.patience = .seconds(60)
        x = MockX(configuration, clock: clock)
        try await x.start()
    }

    func end() async {
        await house.end()
        await x.stop()
    }

    var customer: MockXUser { x.user(Self.customer.id) }

    /// What somebody enters about the app.
    func credentials(_ more: [String: String] = [:]) -> JSONValue {
        let all = [
            "consumerKey": Self.app.consumerKey, "consumerSecret": x.app(Self.app.id)?.consumerSecret ?? "",
            "base": x.baseURL,
        ].merging(more) { $1 }
        return .object(all.mapValues { .string($0) })
    }

    /// Connects the account from nothing, by the API.
    func connect(_ settings: [String: String] = [:]) async throws -> String {
        let begun = try await begin(["platform": "twitter", "contactPoint": "default"])
        let warning = try await begun.answer(["step": "app", "settings": credentials(settings)])
        let open = try await warning.answer(["step": "warning", "confirmed": true])
        let whose = try await logIn(open)
        let done = try await whose.answer(["step": "account", "confirmed": true])
        return done.json["connected"]["connections"][0]["id"].string ?? ""
    }

    /// Signs in once more, by the API.
    /// - Returns: the checklist that it ends with.
    @discardableResult
    func reconnect(_ connection: String) async throws -> JSONValue {
        let begun = try await begin(["connection": .string(connection)])
        return try await logIn(begun).json["connected"]["connections"][0]["checklist"]
    }

    func logIn(_ stage: ConnectingStage, as account: MockXAccount = account) async throws -> ConnectingStage {
        #expect(stage.step["kind"] == "open" && stage.step["returns"] == true, "\(stage.step)")
        let back = try x.logIn(stage.step["url"].string ?? "", as: account.id)
        return try await stage.answer(["step": "sign-in", "text": .string(back)])
    }

    /// A customer writes to the account.
    func write(_ text: String, attaching file: MockMedia? = nil) async throws {
        let receipt = try await customer.write(text, to: Self.account.id, attaching: file)
        #expect(receipt.succeeded, "\(receipt)")
    }

    /// What the customer has got of the account.
    var received: [String] { customer.received(from: Self.account.id).map(\.text) }
}
