import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

/// What can go wrong on Meta's side, one thing at a time.
@Suite("The Messenger checklist on a platform that breaks")
struct BrokenPageTests {
    struct Break: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let item: String
        var verdict = "red"
        /// The items that cannot be judged without it, and what each says that it waits for.
        var waiting: [String: String] = [:]
        let happens: @Sendable (BrokenPage) async throws -> Void
        /// The fix that is offered, or what the advice says.
        let isMended: @Sendable (BrokenPage) async throws -> Void
    }

    private static func behindFlow(_ item: String) -> [String: String] { ["inbound": item, "reports": item] }
    private static let behindToken = ["pageState": "pageToken", "subscription": "pageToken", "thread": "pageToken"]
        .merging(behindFlow("subscription")) { $1 }
    private static let behindPage = behindToken.merging(["pageToken": "page"]) { $1 }
    private static let behindUser = behindPage.merging(["permissions": "user", "page": "user"]) { $1 }
    private static let behindApp = behindUser.merging(["appWebhook": "app", "user": "app"]) { $1 }
        .merging(behindFlow("appWebhook")) { $1 }
        .merging(["throttling": "app", "queue": "throttling"]) { $1 }

    private static func fix(_ item: String) -> @Sendable (BrokenPage) async throws -> Void {
        { page in
            let path = "/v1/connections/\(page.connection)/checklist/\(item)/fix"
            _ = try await page.desk.api.post(path).expect(200)
        }
    }

    private static let reconnect = { @Sendable (page: BrokenPage) async throws -> Void in
        try await page.desk.reconnect(page.connection)
    }

    private static let id = PageInstallation.page
    private static let owner = PageInstallation.owner
    private static let app = PageInstallation.app.id

    private static let ofTheApp = [
        Break(
            testDescription: "the app secret was replaced", item: "app", waiting: behindApp,
            happens: { page in page.meta.put(MockApp(secret: "another-secret")) },
            isMended: { page in
                let apps = try await page.desk.api.get("/v1/platform-apps").expect(200)
                _ = try await page.desk.api.patch(
                    "/v1/platform-apps/\(apps["items"][0]["id"].string ?? "")",
                    ["settings": ["appSecret": "another-secret"]]
                ).expect(200)
            }),
        Break(
            testDescription: "the app's webhook is switched off", item: "appWebhook",
            waiting: behindFlow("appWebhook"),
            happens: { page in page.meta.changeSubscription(of: app, isActive: false) }, isMended: fix("appWebhook")),
        Break(
            testDescription: "the app's webhook lacks a field", item: "appWebhook", waiting: behindFlow("appWebhook"),
            happens: { page in page.meta.changeSubscription(of: app, without: ["messages"]) },
            isMended: fix("appWebhook")),
        Break(
            testDescription: "the app's webhook is somebody else's", item: "appWebhook",
            waiting: behindFlow("appWebhook"),
            happens: { page in
                let other = try LoopbackServer { request in
                    .text(request.query["hub.challenge"] ?? "", type: "text/plain")
                }
                let port = try await other.start()
                let isTaken = await page.meta.subscribe(
                    app: app, to: "http://127.0.0.1:\(port)/hook", verifyToken: "theirs", fields: MockApp.usualFields)
                #expect(isTaken)
                await other.stop()
            }, isMended: fix("appWebhook")),
        Break(
            testDescription: "a limit is nearly used up", item: "throttling", verdict: "yellow",
            happens: { page in page.meta.showUsage(app: app, percent: 85) },
            isMended: { page in page.meta.showUsage(app: app, percent: nil) }),
        Break(
            testDescription: "a limit is used up", item: "throttling",
            waiting: behindUser.merging(behindFlow("appWebhook")) { $1 }
                .merging(["appWebhook": "", "user": "", "queue": "throttling"]) { $1 },
            happens: { page in page.meta.showUsage(app: app, percent: 100) },
            isMended: { page in page.meta.showUsage(app: app, percent: nil) }),
        Break(
            testDescription: "a limit of the page is used up", item: "throttling",
            waiting: behindToken.merging(["pageToken": "", "queue": "throttling"]) { $1 },
            happens: { page in page.meta.showUsage(page: id, percent: 100) },
            isMended: { page in page.meta.showUsage(page: id, percent: nil) }),
    ]

    private static let ofTheUser = [
        Break(
            testDescription: "the password was changed", item: "user", waiting: behindUser,
            happens: { page in page.meta.changePassword(of: owner) }, isMended: reconnect),
        Break(
            testDescription: "Facebook wants the user to confirm something", item: "user", waiting: behindUser,
            happens: { page in page.meta.revokeTokens(of: owner, .checkpointed) }, isMended: reconnect),
        Break(
            testDescription: "the access has expired", item: "user", waiting: behindUser,
            happens: { page in page.meta.revokeTokens(of: owner, .expired) }, isMended: reconnect),
        Break(
            testDescription: "the user removed the app", item: "user", waiting: behindUser,
            happens: { page in await page.meta.removeApp(app, of: owner) }, isMended: reconnect),
        Break(
            testDescription: "the access ends in a few days", item: "user", verdict: "yellow",
            happens: { page in
                page.meta.configure { $0.lifetimes.longToken = .seconds(3 * 86_400) }
                try await page.desk.reconnect(page.connection)
            },
            isMended: { page in
                page.meta.configure { $0.lifetimes.longToken = .seconds(60 * 86_400) }
                try await page.desk.reconnect(page.connection)
            }),
        Break(
            testDescription: "a permission was taken back", item: "permissions",
            happens: { page in page.meta.decline("pages_messaging", of: owner, for: app) }, isMended: reconnect),
        Break(
            testDescription: "the role on the page is lost", item: "page", waiting: behindPage,
            happens: { page in page.meta.setTasks([], of: owner, for: id) },
            isMended: { page in page.meta.setTasks(PageTask.everything, of: owner, for: id) }),
        Break(
            testDescription: "the role permits no messages", item: "page", waiting: behindPage,
            happens: { page in page.meta.setTasks(PageTask.figures, of: owner, for: id) },
            isMended: { page in page.meta.setTasks(PageTask.everything, of: owner, for: id) }),
    ]

    private static let ofThePage = [
        Break(
            testDescription: "the page's token is worth nothing", item: "pageToken", waiting: behindToken,
            happens: { page in
                page.meta.revoke(token: page.meta.pageToken(of: id, user: owner, app: app), .invalid)
            }, isMended: fix("pageToken")),
        Break(
            testDescription: "the page is not published", item: "pageState",
            happens: { page in page.meta.update(page: id) { $0.isPublished = false } },
            isMended: { page in page.meta.update(page: id) { $0.isPublished = true } }),
        Break(
            testDescription: "the app was removed from the page", item: "subscription",
            waiting: behindFlow("subscription"),
            happens: { page in page.meta.setSubscription(nil, of: id, app: app) }, isMended: fix("subscription")),
        Break(
            testDescription: "the app is on the page, without fields", item: "subscription",
            waiting: behindFlow("subscription"),
            happens: { page in page.meta.setSubscription([], of: id, app: app) }, isMended: fix("subscription")),
        Break(
            testDescription: "one field is missing", item: "subscription", waiting: behindFlow("subscription"),
            happens: { page in
                page.meta.setSubscription(MockApp.usualFields.filter { $0 != "message_echoes" }, of: id, app: app)
            }, isMended: fix("subscription")),
        Break(
            testDescription: "another app has taken the conversation", item: "thread",
            happens: { page in _ = await page.meta.takeThreadControl(of: page.customer) },
            isMended: { page in _ = await page.meta.passThreadControl(of: page.customer, to: app) }),
    ]

    private static let ofTraffic = [
        Break(
            testDescription: "what stands before the gateway lets nothing through", item: "reachability",
            waiting: behindFlow("reachability"),
            happens: { page in page.desk.front.shut(true) }, isMended: { page in page.desk.front.shut(false) }),
        Break(
            testDescription: "the page is restricted", item: "restriction", waiting: ["queue": "restriction"],
            happens: { page in
                page.meta.update(page: id) { $0.isRestricted = true }
                _ = try await page.desk.answer("We have two.")
                try await page.eventually("restriction", is: "red")
            },
            isMended: { page in
                page.meta.update(page: id) { $0.isRestricted = false }
                try await page.turnClock(by: .seconds(3601))
                try await EndToEndTests.eventually("it goes out") { page.desk.received == ["We have two."] }
                try await page.eventually("restriction", is: "green")
            }),
        Break(
            testDescription: "Meta asks to wait", item: "queue", verdict: "yellow",
            happens: { page in
                page.meta.faults.add(.status(400, code: 613), on: "messages.send")
                _ = try await page.desk.answer("We have two.")
                try await page.eventually("queue", is: "yellow")
            },
            isMended: { page in
                try await page.turnClock(by: .seconds(301))
                try await EndToEndTests.eventually("it goes out") { page.desk.received == ["We have two."] }
                try await page.eventually("queue", is: "green")
            }),
        Break(
            testDescription: "signatures fail", item: "signatures",
            happens: { page in
                let url = try await page.desk.webhook("events")
                for _ in 0..<3 {
                    let headers: HTTPFields = [
                        .init("X-Hub-Signature-256")!: "sha256=00", .contentType: "application/json",
                    ]
                    let reply = try await APIClient.sharedTransport.exchange(
                        HTTPCall(method: .post, url: url, headers: headers, body: Array(#"{"object":"page"}"#.utf8)))
                    #expect(reply.status == 403)
                }
            },
            isMended: { page in try await page.desk.write("It comes here.") }),
        Break(
            testDescription: "no report arrives", item: "reports",
            happens: { page in
                page.meta.faults.add(.drop, on: "webhook.event", times: nil)
                try await page.answer(3, until: "sent")
                try await page.turnClock(by: .seconds(601))
            },
            isMended: { page in
                page.meta.faults.clear()
                try await page.answer(4, until: "delivered")
                try await page.turnClock(by: .seconds(601))
            }),
    ]

    @Test(
        "One item turns, those that need it wait for it, and what the advice says turns it back",
        arguments: ofTheApp + ofTheUser + ofThePage + ofTraffic)
    func turns(_ subject: Break) async throws {
        let page = try await BrokenPage()
        let whole = try await page.checklist()
        #expect(whole["overall"] == "green", "\(whole)")

        try await subject.happens(page)
        let broken = try await page.checklist()
        PageInstallation.expectTurned(subject.item, subject.verdict, waiting: subject.waiting, in: broken)

        try await subject.isMended(page)
        let mended = try await page.checklist()
        #expect(mended["overall"] == "green", "\(mended)")
        await page.desk.end()
    }
}

/// A connected page to which a customer has written.
struct BrokenPage: Sendable {
    let desk: PageInstallation
    let connection: String
    let customer: String

    var meta: MockMeta { desk.meta }

    init() async throws {
        desk = try await PageInstallation(settings: Installation.testClock)
        connection = try await desk.connect().first ?? ""
        try await desk.write("Hello")
        customer = desk.meta.person(PageInstallation.customer).psid(on: PageInstallation.page) ?? ""
    }

    func checklist() async throws -> JSONValue { try await desk.checklist(of: connection) }

    /// Waits for what a message turns, which leaves a moment later.
    func eventually(_ item: String, is verdict: String) async throws {
        try await EndToEndTests.eventually("\(item) is \(verdict)") {
            PageInstallation.item(item, try await checklist())["verdict"] == .string(verdict)
        }
    }

    func turnClock(by duration: Duration) async throws { try await TestClock(desk.gateway).turn(by: duration) }

    /// Answers so often, and waits until all are there.
    func answer(_ count: Int, until status: String) async throws {
        for number in 0..<count {
            let message = try await desk.answer("Answer \(number)")
            try await EndToEndTests.eventually("it is \(status)") {
                try await desk.status(of: message)["status"] == .string(status)
            }
        }
    }
}
