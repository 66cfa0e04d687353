import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

/// What can go wrong on X's side, one thing at a time.
@Suite("The checklist of an account of X on a platform that breaks")
struct BrokenAccountTests {
    struct Break: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let item: String
        var verdict = "red"
        /// The items that cannot be judged without it, and what each says that it waits for.
        var waiting: [String: String] = [:]
        let happens: @Sendable (BrokenAccount) async throws -> Void
        /// The fix that is offered, or what the advice says.
        let isMended: @Sendable (BrokenAccount) async throws -> Void
    }

    private static let behindRestriction = [
        "access": "restriction", "openness": "restriction", "subscription": "access", "inbound": "subscription",
    ]
    private static let behindUser = behindRestriction.merging(["restriction": "user"]) { $1 }
    private static let behindApp = behindUser.merging([
        "user": "app", "webhook": "app", "validity": "webhook", "challenges": "validity", "inbound": "validity",
    ]) { $1 }
    private static let behindWebhook = [
        "validity": "webhook", "challenges": "validity", "subscription": "webhook", "inbound": "validity",
    ]

    private static func fix(_ item: String) -> @Sendable (BrokenAccount) async throws -> Void {
        { account in
            let path = "/v1/connections/\(account.connection)/checklist/\(item)/fix"
            _ = try await account.desk.api.post(path).expect(200)
        }
    }

    private static let reconnect = { @Sendable (account: BrokenAccount) async throws -> Void in
        try await account.desk.reconnect(account.connection)
    }

    private static let id = AccountInstallation.account.id
    private static let app = AccountInstallation.app.id

    private static let ofTheApp = [
        Break(
            testDescription: "the API key secret was regenerated", item: "app", waiting: behindApp,
            happens: { account in account.x.regenerateConsumerSecret(of: app) },
            isMended: { account in
                let apps = try await account.desk.api.get("/v1/platform-apps").expect(200)
                _ = try await account.desk.api.patch(
                    "/v1/platform-apps/\(apps["items"][0]["id"].string ?? "")",
                    ["settings": ["consumerSecret": .string(account.x.app(app)?.consumerSecret ?? "")]]
                ).expect(200)
            }),
        Break(
            testDescription: "the app's permissions were lowered, and new tokens made", item: "access",
            waiting: ["subscription": "access", "inbound": "subscription"],
            happens: { account in
                account.x.update(app: app) { $0.permission = .readWrite }
                try await account.desk.reconnect(account.connection)
            },
            isMended: { account in
                account.x.update(app: app) { $0.permission = .readWriteDirectMessages }
                try await account.desk.reconnect(account.connection)
            }),
    ]

    private static let ofTheAccount = [
        Break(
            testDescription: "the owner removed the app", item: "user", waiting: behindUser,
            happens: { account in _ = await account.x.removeApp(app, of: id) }, isMended: reconnect),
        Break(
            testDescription: "X ended the tokens", item: "user", waiting: behindUser,
            happens: { account in account.x.revokeTokens(of: id) }, isMended: reconnect),
        Break(
            testDescription: "the account is locked", item: "restriction", waiting: behindRestriction,
            happens: { account in account.x.update(account: id) { $0.isLocked = true } },
            isMended: { account in account.x.update(account: id) { $0.isLocked = false } }),
        Break(
            testDescription: "the account is suspended", item: "restriction", waiting: behindRestriction,
            happens: { account in account.x.update(account: id) { $0.isSuspended = true } },
            isMended: { account in account.x.update(account: id) { $0.isSuspended = false } }),
        Break(
            testDescription: "a phone number is to be verified", item: "restriction", waiting: behindRestriction,
            happens: { account in account.x.update(account: id) { $0.needsPhoneVerification = true } },
            isMended: { account in account.x.update(account: id) { $0.needsPhoneVerification = false } }),
        Break(
            testDescription: "not everybody may write", item: "openness", verdict: "yellow",
            happens: { account in account.x.update(account: id) { $0.allowsDMsFrom = .following } },
            isMended: { account in account.x.update(account: id) { $0.allowsDMsFrom = .all } }),
    ]

    private static let ofTheWebhook = [
        Break(
            testDescription: "the webhook was deleted", item: "webhook", waiting: behindWebhook,
            happens: { account in for webhook in account.x.webhooks { account.x.removeWebhook(webhook.id) } },
            isMended: { account in
                try await fix("webhook")(account)
                try await fix("subscription")(account)
            }),
        Break(
            testDescription: "the webhook became invalid", item: "validity",
            waiting: ["challenges": "validity", "inbound": "validity"],
            happens: { account in for webhook in account.x.webhooks { account.x.invalidateWebhook(webhook.id) } },
            isMended: fix("validity")),
        Break(
            testDescription: "X has not asked for more than a day", item: "challenges", verdict: "yellow",
            happens: { account in
                account.clock.advance(by: .seconds(29 * 3600))
                try await account.turnGateway(by: .seconds(29 * 3600))
            }, isMended: fix("challenges")),
        Break(
            testDescription: "the subscription was removed", item: "subscription",
            waiting: ["inbound": "subscription"],
            happens: { account in account.x.removeSubscription(of: id, app: app) }, isMended: fix("subscription")),
    ]

    private static let ofTraffic = [
        Break(
            testDescription: "what stands before the gateway lets nothing through", item: "reachability",
            waiting: ["inbound": "reachability"],
            happens: { account in account.desk.front.shut(true) },
            isMended: { account in account.desk.front.shut(false) }),
        Break(
            testDescription: "a limit is used up", item: "limits", verdict: "yellow",
            happens: { account in
                account.x.exhaust(.send, of: id)
                _ = try await account.desk.answer("We have two.")
                try await account.eventually("limits", is: "yellow")
            },
            isMended: { account in
                account.clock.advance(by: .seconds(901))
                try await account.turnGateway(by: .seconds(901))
                try await EndToEndTests.eventually("it goes out") { account.desk.received == ["We have two."] }
                try await account.eventually("limits", is: "green")
            }),
        Break(
            testDescription: "signatures fail", item: "signatures",
            happens: { account in
                let url = try await account.desk.webhook("events")
                for _ in 0..<3 {
                    let headers: HTTPFields = [
                        .init("x-twitter-webhooks-signature")!: "sha256=00", .contentType: "application/json",
                    ]
                    let reply = try await APIClient.sharedTransport.exchange(
                        HTTPCall(method: .post, url: url, headers: headers, body: Array(#"{"for_user_id":"1"}"#.utf8)))
                    #expect(reply.status == 403)
                }
            },
            isMended: { account in try await account.desk.write("It comes here.") }),
    ]

    @Test(
        "One item turns, those that need it wait for it, and what the advice says turns it back",
        arguments: ofTheApp + ofTheAccount + ofTheWebhook + ofTraffic)
    func turns(_ subject: Break) async throws {
        let account = try await BrokenAccount()
        let whole = try await account.checklist()
        #expect(whole["overall"] == "green", "\(whole)")

        try await subject.happens(account)
        let broken = try await account.checklist()
        AccountInstallation.expectTurned(subject.item, subject.verdict, waiting: subject.waiting, in: broken)

        try await subject.isMended(account)
        let mended = try await account.checklist()
        #expect(mended["overall"] == "green", "\(mended)")
        await account.desk.end()
    }
}

/// A connected account to which a customer has written. X's time stands still but for what a test turns.
struct BrokenAccount: Sendable {
    let desk: AccountInstallation
    let connection: String
    let clock: MockClock

    var x: MockX { desk.x }

    init() async throws {
        clock = MockClock(standingAt: .now)
        desk = try await AccountInstallation(settings: Installation.testClock, clock: clock)
        // It asks when it is told to.
        desk.x.configure { $0.webhooks.challengePeriod = nil }
        connection = try await desk.connect()
        try await desk.write("Hello")
    }

    func checklist() async throws -> JSONValue { try await desk.checklist(of: connection) }

    /// Waits for what a message turns, which leaves a moment later.
    func eventually(_ item: String, is verdict: String) async throws {
        try await EndToEndTests.eventually("\(item) is \(verdict)") {
            AccountInstallation.item(item, try await checklist())["verdict"] == .string(verdict)
        }
    }

    func turnGateway(by duration: Duration) async throws { try await TestClock(desk.gateway).turn(by: duration) }
}
