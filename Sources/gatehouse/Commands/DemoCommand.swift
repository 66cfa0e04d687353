import ArgumentParser
import GatewayModel
import MockMessenger
import MockSMS
import MockTwitter
import MockWebChat

/// `gatehouse demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: """
            Try everything on this machine: the gateway on a fresh SQLite file, a phone to text from, Messenger with a \
            page that is connected, X with an account that is, and a shop with a chat on its page.
            """,
        discussion: "Listens on loopback only. What it stored is thrown away at the next start.")

    @Option(help: "Where the database, the master key, the settings and the API key are put.") var directory = ".demo"
    @Option(help: "The gateway's port on 127.0.0.1.") var port = 8080
    @Option(help: "The port of the mock carrier, and of its phone, on 127.0.0.1.") var mockPort = 8090
    @Option(help: "The port of the mock of Messenger on 127.0.0.1.") var messengerPort = 8091

    @Option(help: "The port of the mock of X on 127.0.0.1.") var xPort = 8092
    @Option(help: "The port of the shop with the chat on 127.0.0.1.") var shopPort = 8093

    func run() async throws {
        // First the ports: a demo that runs already keeps its files.
        let carrier = try await DemoSeed.startMock(port: mockPort)
        let facebook = try await DemoPage(port: messengerPort)
        let x = try await DemoAccount(port: xPort, gateway: "http://127.0.0.1:\(port)")
        let shop = MockShop()
        do {
            try await shop.start(port: shopPort)
        } catch {
            throw CommandFailure("The shop cannot listen on 127.0.0.1:\(shopPort): \(error)")
        }
        let files = try DemoFiles(directory: directory)
        let gateway = try await RunningGateway(try await files.settings(port: port))
        let seed = try await DemoSeed.plant(in: gateway, mock: carrier)
        try files.write(apiKey: seed.token)
        let parts = gateway.parts
        let url = gateway.settings.publicURL
        shop.embed("\(url)/clients/webchat/\(DemoSeed.chat)/loader.js")
        try await gateway.run {
            // Not in here: the listener takes nothing before this is over, and Facebook and X call it while they are
            // connected.
            Task {
                do {
                    let page = try await facebook.connect(parts)
                    _ = try await x.connect(parts)
                    let mocks = Mocks(
                        phone: carrier.baseURL, messenger: facebook.mock.baseURL, x: x.mock.baseURL,
                        shop: shop.baseURL)
                    say(Self.story(url, mocks, files, page))
                } catch {
                    Self.exit(withError: error)
                }
            }
        }
        await carrier.stop()
        await facebook.mock.stop()
        await x.mock.stop()
        await shop.stop()
    }

    /// Where the mock platforms are found.
    private struct Mocks {
        let phone, messenger, x, shop: String
    }

    /// What there is to open and to try. The commands work where the demo was started from.
    private static func story(
        _ url: String, _ mocks: Mocks, _ files: DemoFiles, _ page: Connection
    ) -> String {
        let program = CommandLine.arguments.first ?? "gatehouse"
        let checklist = "\(program) checklist --config \(files.settingsFile)"
        let connect = "\(program) connect --config \(files.settingsFile)"
        return """

            Gatehouse is ready. Everything runs on this machine only.

              a phone to text from      \(mocks.phone)/
              Messenger, and Facebook   \(mocks.messenger)/
              X, once Twitter           \(mocks.x)/
              a shop with web chat      \(mocks.shop)/
              the control panel         \(url)/panel/
                                        sign in as \(DemoPeople.administrator), or as \(DemoPeople.agent);
                                        the password of both is: \(DemoPeople.password)
              the API                   \(url)/v1   (described at \(url)/openapi.json)
              an API key                \(files.apiKey)

            Text "hello" from the phone, write to \(DemoPage.page.name) on Messenger or \
            @\(DemoAccount.account.screenName) on X, or chat with the shop. Then read the conversations:

              KEY=$(cat \(files.apiKey))
              curl -s -H "Authorization: Bearer $KEY" \(url)/v1/conversations

            Press "Change password" on Messenger's page, and see what is wrong. Then connect the page again, as \
            \(DemoPage.owner.name):

              \(checklist) --connection \(page.id)
              \(connect) --reconnect \(page.id)

            Connect another page, to another contact point:

              \(connect) --platform \(page.platform) --app \(page.app) --contact-point \(DemoSeed.sales)

            README.md tells more of it. Stop with Control-C.

            """
    }
}
