import ArgumentParser
import CurlTransport
import Gateway
import Signing

/// `gatehouse mail`
struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "E-mail alerts.", subcommands: [Test.self])

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send a mail to each address that gets alerts, and say what the mail server said.")

        @OptionGroup var options: ConfigurationOptions

        func run() async throws {
            guard let mail = try await options.settings().mail else {
                throw CommandFailure("No mail is set up: the setting mail.server is missing.")
            }
            say("Server \(mail.server.host):\(mail.server.port), from \(mail.from)")
            var hasFailed = false
            // One by one: the server may take one address and refuse another.
            for recipient in mail.alertsTo {
                let message = Mail(
                    reference: "test-\(Hex.encode(SecureRandom.bytes(8)))", to: [recipient],
                    subject: "[Gatehouse] Test", text: "Alerts of this gateway come to this address.",
                    at: SystemClock().now)
                do {
                    try await mail.sender.send(message)
                    say("\(recipient): taken by the server")
                } catch {
                    hasFailed = true
                    say("\(recipient): not sent. \(error.explanation)")
                }
            }
            if hasFailed { throw ExitCode.failure }
        }
    }
}
