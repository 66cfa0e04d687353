import ArgumentParser
import MockMessenger
import MockSMS
import MockTwitter

/// `gatehouse mock`
struct MockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock", abstract: "Run a mock platform by itself, on loopback.",
        subcommands: [SMS.self, Messenger.self, Twitter.self])

    struct SMS: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sms", abstract: "Twilio's messaging API, with a page that plays a phone.")

        @Option(help: "The port on 127.0.0.1; 0 for any.") var port = 0
        @Option(help: "A number the account owns; may be repeated.") var number = ["+15005550006"]
        @Option(help: "Where the numbers' messages are posted.") var webhook = ""

        func run() async throws {
            let mock = MockTwilio(
                MockTwilioConfiguration(numbers: number.map { MockNumber($0, smsURL: webhook) }, port: port))
            try await mock.start()
            say("Mock Twilio at \(mock.baseURL)")
            say("  account sid  \(mock.accountSid)")
            say("  auth token   \(MockTwilioConfiguration().authToken)")
            while true { try await Task.sleep(for: .seconds(3600)) }
        }
    }

    struct Messenger: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "messenger",
            abstract: "Meta's Graph API for Messenger, with a page that plays a Messenger user.")

        @Option(help: "The port on 127.0.0.1; 0 for any.") var port = 0
        @Option(help: "Where the app's events are posted; it must answer the challenge.") var webhook = ""
        @Option(help: "What the challenge carries.") var verifyToken = "mock-verify-token"
        @Option(help: "What is called when a user removes the app.") var deauthorize = ""
        @Option(help: "What is called when a user wants their data deleted.") var dataDeletion = ""

        func run() async throws {
            var app = MockApp()
            app.deauthorizeURL = deauthorize
            app.dataDeletionURL = dataDeletion
            let mock = MockMeta(MockMetaConfiguration(apps: [app], port: port))
            try await mock.start()
            if !webhook.isEmpty {
                guard
                    await mock.subscribe(
                        app: app.id, to: webhook, verifyToken: verifyToken, fields: MockApp.usualFields)
                else { throw CommandFailure("\(webhook) did not answer the challenge.") }
            }
            say("Mock Meta at \(mock.baseURL)")
            say("  log-in dialog  \(mock.baseURL)/v26.0/dialog/oauth")
            say("  app id         \(app.id)")
            say("  app secret     \(app.secret)")
            while true { try await Task.sleep(for: .seconds(3600)) }
        }
    }

    struct Twitter: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "twitter",
            abstract: "The direct messages of X, with a page that plays a Twitter user.")

        @Option(help: "The port on 127.0.0.1; 0 for any.") var port = 0
        @Option(help: "Where browsers may be sent back to; may be repeated.") var callback: [String] = []
        @Option(help: "Where the events of the businesses are posted; it must answer the challenge.") var webhook = ""
        @Option(help: "A further address for which calls may be signed; may be repeated.") var publicURL: [String] = []

        func run() async throws {
            var app = MockXApp()
            app.callbackURLs += callback
            var configuration = MockXConfiguration(apps: [app], port: port)
            configuration.publicBaseURLs += publicURL
            configuration.acceptsLoopbackWebhooks = true
            let mock = MockX(configuration)
            try await mock.start()
            if !webhook.isEmpty {
                guard let id = await mock.registerWebhook(webhook, app: app.id) else {
                    throw CommandFailure("\(webhook) did not answer the challenge.")
                }
                for account in mock.accounts where account.isBusiness { mock.subscribe(account.id, to: id) }
            }
            say("Mock X at \(mock.baseURL)")
            say("  app id           \(app.id)")
            say("  consumer key     \(app.consumerKey)")
            say("  consumer secret  \(app.consumerSecret)")
            say("  client id        \(app.clientID)")
            say("  client secret    \(app.clientSecret ?? "")")
            while true { try await Task.sleep(for: .seconds(3600)) }
        }
    }
}
