import ArgumentParser
import MockMessenger
import MockSMS

/// `gatehouse mock`
struct MockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock", abstract: "Run a mock platform by itself, on loopback.",
        subcommands: [SMS.self, Messenger.self])

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
}
