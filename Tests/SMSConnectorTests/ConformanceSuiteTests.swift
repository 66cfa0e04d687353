import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import SMSConnector
import Testing

/// A suite that finds nothing proves nothing: each flaw here must be found, by the check that is there for it.
@Suite("The conformance suite finds what is wrong")
struct ConformanceSuiteTests {
    @Test(arguments: Flaw.allCases)
    func finds(_ flaw: Flaw) async throws {
        let checks = Conformance(of: FlawedFixture(flaw: flaw)).checks
        let check = try #require(checks.first { $0.name.contains(flaw.rawValue) })
        #expect(await check.findings() != [])
    }
}

/// Each case is named by the check that must find it.
enum Flaw: String, CaseIterable, Sendable {
    case acceptsAnything = "a missing, cut, doubled or changed signature"
    case knowsOnlyTheFirstCandidate = "whichever candidate signed it"
    case knowsOnlyTheNewestSecret = "while secrets rotate"
    case trimsTexts = "texts arrive as they were written"
    case keysByTimeOfArrival = "a redelivery brings the same events"
    case keysByText = "different events have different keys"
    case losesUnknownFields = "unknown fields are no error"
    case failsOnUnknownKinds = "unknown kinds are no error"
    case quotesBodies = "hostile bodies"
    case cutsTexts = "plans hold every character"
    case losesMedia = "no file is lost"
    case plansByRecipient = "to whom a message goes"
    case describesOtherTexts = "texts are described"
    case advisesAnything = "advice can be followed"
    case sendsTwice = "each part is one call"
    case callsServerErrorsCertain = "what the platform may have taken"
    case hidesUncertainty = "a transport failure is as certain"
    case quotesPlatforms = "receipts and failures show neither secret nor text"
    case callsOtherHosts = "after a failure in the middle"
    case findsEverything = "excludes others"
    case ordersItemsWrongly = "stand behind those that they require"
    case isGreenByDefault = "makes nothing green"
    case fixesNothing = "a fix that the platform did not take"
    case asksNothing = "begins with a question"
    case connectsBlindly = "connects nothing"
    case missesSilently = "is no empty one"
    case losesNames = "a name is asked for in one call"
    case takesNoNameForAFault = "that a customer has no name"
    case takesSilenceForNoName = "neither a name nor that there is none"
    case givesUpOnNames = "asked for names later"
    case fetchesByPost = "asks a declared host, and only asks"
    case putsSecretsInAddresses = "has no secret in its address"
    case fetchesWithOldSecrets = "the call for a file carries the current secret"
    case fetchesDifferently = "the call for a file is the same each time"
    case vouchesForAnyPath = "elsewhere on the platform"
    case quotesAddresses = "a refusal to fetch shows"
    case vouchesForAnyHost = "on a strange host"
    case vouchesForBeginnings = "on a host that looks like the platform's"
    case vouchesForHTTP = "over http"
    case vouchesForUsers = "with a user in it"
    case vouchesForAnyPort = "with another port"
    case vouchesForOtherSchemes = "not one of the web"
    case vouchesForWhatFollows = "with more than an address in it"
    case triesRefusedFilesAgain = "over http gets no call"
}

private struct FlawedConnector: DescribesTexts, FetchesMedia, LooksUpSends, Connects, CatchesUp, KnowsCustomers {
    let flaw: Flaw
    private let sound = SMSConnector()

    init(flaw: Flaw) { self.flaw = flaw }

    var platform: Platform { sound.platform }
    var capabilities: Capabilities {
        var capabilities = sound.capabilities
        if flaw == .advisesAnything { capabilities.advice.shortenerHosts = ["https://Bit.ly"] }
        return capabilities
    }
    var settings: SettingsSchema { sound.settings }
    var webhooks: [WebhookRoute] { sound.webhooks }

    func hosts(of app: AppAccess) -> Set<String> { sound.hosts(of: app) }
    func address(from text: String) -> Address? { sound.address(from: text) }

    func verify(
        _ request: WebhookRequest, against candidates: [AppAccess]
    ) throws(WebhookRejection) -> ID<PlatformApp> {
        switch flaw {
        case .acceptsAnything: return candidates.first?.id ?? ID(rawValue: 0)
        case .knowsOnlyTheFirstCandidate: return try sound.verify(request, against: Array(candidates.prefix(1)))
        case .knowsOnlyTheNewestSecret:
            let newest = candidates.map { app in
                let token = app.secrets.current("authToken").map { [$0] } ?? []
                return AppAccess(id: app.id, settings: app.settings, secrets: Secrets(["authToken": token]))
            }
            return try sound.verify(request, against: newest)
        default: return try sound.verify(request, against: candidates)
        }
    }

    func receive(_ request: WebhookRequest) throws(WebhookRejection) -> WebhookOutcome {
        do throws(WebhookRejection) {
            var outcome = try sound.receive(request)
            outcome.events = outcome.events.map { flawed($0, request) }
            if flaw == .failsOnUnknownKinds, case .other = outcome.events.first?.content {
                throw .malformed(reason: "Unknown kind.")
            }
            return outcome
        } catch {
            guard flaw == .quotesBodies else { throw error }
            throw .malformed(reason: "Cannot read " + String(decoding: request.body, as: UTF8.self))
        }
    }

    private func flawed(_ event: PlatformEvent, _ request: WebhookRequest) -> PlatformEvent {
        var key = event.key
        if flaw == .keysByTimeOfArrival { key = EventKey(time: request.receivedAt, id: key.id) }
        guard case .message(let message) = event.content else {
            return PlatformEvent(key: key, address: event.address, content: event.content)
        }
        if flaw == .keysByText { key = EventKey(id: message.text ?? "") }
        let text = flaw == .trimsTexts ? message.text.map { String($0.drop(while: \.isWhitespace)) } : message.text
        let details = flaw == .losesUnknownFields ? [:] : message.details
        return PlatformEvent(
            key: key, address: event.address,
            content: .message(
                InboundMessage(
                    from: message.from, text: text, media: message.media, carrierOptOut: message.carrierOptOut,
                    details: details)))
    }

    func plan(_ message: OutboundMessage) throws(SendFailure) -> [Part] {
        let parts = try sound.plan(message)
        return switch flaw {
        case .cutsTexts: Array(parts.prefix(1))
        case .losesMedia: parts.map { Part(text: $0.text ?? "(a file)") }
        case .plansByRecipient:
            message.to.value.hasPrefix("+49") ? parts.map { Part(text: $0.text, units: $0.units + 1) } : parts
        default: parts
        }
    }

    func form(of part: Part) -> TextForm? {
        flaw == .describesOtherTexts
            ? TextForm(encoding: "GSM-7", length: 9, costlyCharacters: ["☃"], unitsWithoutThem: 1)
            : sound.form(of: part)
    }

    func send(
        _ dispatch: Dispatch, over transport: any HTTPTransport
    ) async throws(SendFailure) -> SendReceipt {
        if flaw == .callsOtherHosts {
            let elsewhere = HTTPCall(method: .get, url: "https://elsewhere.example/")
            _ = try? await transport.exchange(elsewhere)
        }
        do throws(SendFailure) {
            return try await sound.send(dispatch, over: transport)
        } catch {
            switch flaw {
            case .sendsTwice: return try await sound.send(dispatch, over: transport)
            case .callsServerErrorsCertain, .hidesUncertainty: throw certain(error, error.explanation)
            case .quotesPlatforms: throw certain(error, "Refused: \(dispatch.part.text ?? "")")
            default: throw error
            }
        }
    }

    private func certain(_ failure: SendFailure, _ explanation: String) -> SendFailure {
        SendFailure(code: failure.code, disposition: failure.disposition, explanation: explanation)
    }

    func candidates(
        for dispatch: Dispatch, sentAround moment: Timestamp, over transport: any HTTPTransport
    ) async throws(SendFailure) -> [SendReceipt] {
        if flaw == .findsEverything { return [SendReceipt(platformID: "other-text")] }
        return try await sound.candidates(for: dispatch, sentAround: moment, over: transport)
    }
}

extension FlawedConnector {
    var checklist: [ChecklistItem] {
        flaw == .ordersItemsWrongly ? sound.checklist.reversed() : sound.checklist
    }

    func findings(
        about connection: OpenConnection, _ facts: ConnectionFacts, over transport: any HTTPTransport
    ) async -> [String: Finding] {
        let found = await sound.findings(about: connection, facts, over: transport)
        guard flaw == .isGreenByDefault else { return found }
        return checklist.reduce(into: [:]) { $0[$1.id] = Finding(.green, "All is well.") }
    }

    func fix(
        _ item: String, of connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [String: Secret] {
        if flaw == .fixesNothing { return [:] }
        return try await sound.fix(item, of: connection, over: transport)
    }

    func nextStep(
        after progress: ConnectingProgress, over transport: any HTTPTransport
    ) async -> ConnectingStep {
        guard flaw == .connectsBlindly || flaw == .asksNothing else {
            return await sound.nextStep(after: progress, over: transport)
        }
        let plan = ConnectingPlan(appLabel: "Blind", addresses: [], fixes: [])
        return ConnectingStep(id: "done", text: "Done.", kind: .connect(plan))
    }

    func missed(
        by connection: OpenConnection, since: Timestamp, over transport: any HTTPTransport
    ) async throws(PlatformRefusal) -> [PlatformEvent] {
        if flaw == .missesSilently { return [] }
        return try await sound.missed(by: connection, since: since, over: transport)
    }

    /// As a platform would tell it that has names: `name` and what it is, or 410.
    func name(
        of customer: Address, at connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(NameFailure) -> CustomerName? {
        let reply: HTTPReply
        do {
            reply = try await transport.exchange(HTTPCall(method: .get, url: "https://api.twilio.com/people"))
        } catch {
            throw flaw == .givesUpOnNames ? NameFailure(.giveUp, "No answer.") : NameFailure(error)
        }
        let body = String(decoding: reply.body, as: UTF8.self)
        if reply.status == 200, body.hasPrefix("name ") {
            return flaw == .losesNames ? nil : CustomerName(String(body.dropFirst(5)))
        }
        if reply.status == 410, flaw != .takesNoNameForAFault { return nil }
        if flaw == .takesSilenceForNoName { return nil }
        throw NameFailure(.later(after: nil), "Status \(reply.status).")
    }
}

extension FlawedConnector {
    private static let file = TwilioFixture().mediaURL ?? ""

    func mediaCall(for media: RemoteMedia, at connection: OpenConnection) throws(SendFailure) -> HTTPCall {
        var app = connection.app
        if flaw == .fetchesWithOldSecrets {
            let oldest = app.secrets.all("authToken").suffix(1)
            app = AppAccess(id: app.id, settings: app.settings, secrets: Secrets(["authToken": Array(oldest)]))
        }
        var call: HTTPCall
        do throws(SendFailure) {
            let vouched = vouches(for: media.url) ? Self.file : media.url
            call = try sound.mediaCall(
                for: RemoteMedia(url: vouched, contentType: media.contentType), at: TwilioFixture().connection(of: app))
        } catch {
            switch flaw {
            case .quotesAddresses: throw certain(error, "\(media.url) is not fetched.")
            case .triesRefusedFilesAgain:
                throw SendFailure(code: error.code, disposition: .retry(after: nil), explanation: error.explanation)
            default: throw error
            }
        }
        call.url = media.url
        switch flaw {
        case .fetchesByPost: call.method = .post
        case .fetchesDifferently: call.headers[.accept] = UUID().uuidString
        case .putsSecretsInAddresses: call.url += "?token=\(app.secrets.current("authToken")?.reveal() ?? "")"
        default: break
        }
        return call
    }

    /// Whether the address is taken for one of Twilio's, as code would that looks at a part of it.
    private func vouches(for url: String) -> Bool {
        let parts = URLComponents(string: url)
        let isPlain = parts?.scheme == "https" && parts?.user == nil && parts?.port == nil
        return switch flaw {
        case .vouchesForAnyHost: isPlain
        case .vouchesForBeginnings: url.hasPrefix("https://api.twilio.com")
        case .vouchesForAnyPath: url.hasPrefix("https://api.twilio.com/") && !url.contains { $0.isWhitespace }
        case .vouchesForHTTP: url.hasPrefix("http://api.twilio.com/")
        case .vouchesForUsers: parts?.host == "api.twilio.com" && parts?.scheme == "https" && parts?.port == nil
        case .vouchesForAnyPort: parts?.host == "api.twilio.com" && parts?.user == nil && parts?.scheme == "https"
        case .vouchesForOtherSchemes: url.contains("//api.twilio.com/2010-04-01/") && parts?.scheme != "http"
        case .vouchesForWhatFollows: url.hasPrefix(Self.file)
        default: false
        }
    }
}

/// Twilio's requests and answers for a connector with a flaw.
private struct FlawedFixture: ConnectorFixture {
    private let sound = TwilioFixture()
    let connector: any Connector

    init(flaw: Flaw) { connector = FlawedConnector(flaw: flaw) }

    var app: AppAccess { sound.app }
    var ourAddress: Address { sound.ourAddress }
    var customer: Address { sound.customer }
    var otherCustomer: Address? { sound.otherCustomer }
    var signingSecret: String { sound.signingSecret }
    var callingSecret: String { sound.callingSecret }
    var signatureHeader: HTTPField.Name { sound.signatureHeader }
    var requestsOfUnknownKind: [WebhookRequest] { sound.requestsOfUnknownKind }

    func signed(_ request: WebhookRequest, with secret: Secret) -> WebhookRequest {
        sound.signed(request, with: secret)
    }

    func request(carrying messages: [FixtureMessage]) -> WebhookRequest { sound.request(carrying: messages) }
    func request(reporting report: FixtureReport) -> WebhookRequest? { sound.request(reporting: report) }

    func request(_ request: WebhookRequest, addingField name: String, value: String) -> WebhookRequest {
        sound.request(request, addingField: name, value: value)
    }

    func reply(_ answer: PlatformAnswer) -> HTTPReply? { sound.reply(answer) }
    func reply(listing messages: [FixtureListing]) -> HTTPReply? { sound.reply(listing: messages) }
    var mediaURL: String? { sound.mediaURL }

    func reply(naming name: String?) -> HTTPReply? {
        name.map { HTTPReply(status: 200, body: Array("name \($0)".utf8)) } ?? HTTPReply(status: 410)
    }
}
