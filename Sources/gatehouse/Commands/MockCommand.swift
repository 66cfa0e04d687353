import ArgumentParser
import MockSMS

/// `gatehouse mock`
struct MockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock", abstract: "Run a mock platform by itself, on loopback.", subcommands: [SMS.self])

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
}
