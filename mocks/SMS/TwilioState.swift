internal import Foundation
private import Signing

/// Everything the mock remembers, behind one lock.
struct TwilioState {
    struct Media {
        let sid: String
        let messageSid: String
        let contentType: String
        let bytes: [UInt8]
        let created: Date
    }

    /// A short-lived URL that needs no credentials.
    struct MediaLink {
        let mediaSid: String
        let expires: Date
    }

    var configuration: MockTwilioConfiguration
    var baseURL = ""
    var messages = MessageStore()
    var optOuts = OptOutRegister()
    var requestsInFlight = 0
    private(set) var numbers: [String: MockNumber] = [:]
    private(set) var numberBySid: [String: String] = [:]
    private(set) var media: [String: Media] = [:]
    private(set) var mediaByMessage: [String: [String]] = [:]
    var mediaLinks: [String: MediaLink] = [:]
    private(set) var acceptedCredentials: Set<String> = []

    init(_ configuration: MockTwilioConfiguration) {
        self.configuration = configuration
        for number in configuration.numbers { put(number) }
        refreshCredentials()
    }

    mutating func put(_ number: MockNumber) {
        numbers[number.number] = number
        numberBySid[number.sid] = number.number
    }

    mutating func remove(_ number: String) {
        guard let removed = numbers.removeValue(forKey: number) else { return }
        numberBySid[removed.sid] = nil
    }

    mutating func put(_ media: Media) {
        self.media[media.sid] = media
        mediaByMessage[media.messageSid, default: []].append(media.sid)
    }

    mutating func removeMedia(of messageSid: String) {
        for sid in mediaByMessage.removeValue(forKey: messageSid) ?? [] { media[sid] = nil }
    }

    /// Authorization headers are compared whole, so that checking one costs a look-up.
    mutating func refreshCredentials() {
        var pairs = configuration.apiKeys
        pairs[configuration.accountSid] = configuration.authToken
        acceptedCredentials = Set(pairs.map { Base64.encode(Array("\($0.key):\($0.value)".utf8)) })
    }

    func service(_ sid: String) -> MockMessagingService? {
        configuration.messagingServices.first { $0.sid == sid }
    }

    func service(of number: String) -> MockMessagingService? {
        configuration.messagingServices.first { $0.numbers.contains(number) }
    }

    /// Opt-outs hold for the whole sender pool of a Messaging Service.
    func optOutScope(of number: String) -> String {
        service(of: number)?.sid ?? number
    }
}
