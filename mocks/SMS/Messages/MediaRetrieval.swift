internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockTwilio {
    /// Twilio's code for what it could not fetch.
    static let mediaNotRetrieved = 11200

    /// Fetches the media of an outbound message, without any credentials, as Twilio does before it sends.
    ///
    /// That the message then fails with 11200 is how the error log names it; no documentation says it of the message.
    /// - Returns: whether all were there, or nothing was to be fetched.
    func retrieveMedia(of message: Message) async -> Bool {
        guard state.withLock({ $0.configuration.retrievesMedia }) else { return true }
        for url in message.mediaURLs {
            do throws(LoopbackClient.Failure) {
                let response = try await client.send(.get, to: url)
                if response.status.kind == .successful { continue }
                log(url, "HTTP \(response.status.code)")
            } catch {
                log(url, "\(error)")
            }
            return false
        }
        return true
    }

    private func log(_ url: String, _ reason: String) {
        recorder.problems.append(
            PlatformProblem(
                code: Self.mediaNotRetrieved, subject: url, explanation: "HTTP retrieval failure: \(reason)"))
    }
}
