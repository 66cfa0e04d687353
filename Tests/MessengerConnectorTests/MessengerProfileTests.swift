import ConnectorKit
import ConnectorTestKit
import Foundation
import GatewayModel
import HTTPTypes
import MessengerConnector
import Testing

@Suite("Names by Meta's User Profile API")
struct MessengerProfileTests {
    private static let fixture = MessengerFixture()

    /// What comes of asking.
    enum Outcome: Sendable, Equatable {
        case name(String)
        case noName
        case later(Duration?)
        case never
    }

    private static func ask(
        _ step: ScriptedTransport.Step, of person: String = Meta.customer, app: AppAccess? = nil
    ) async -> (Outcome, ScriptedTransport) {
        let transport = ScriptedTransport([step], hosts: ["graph.facebook.com"])
        let connection = OpenConnection(
            address: fixture.ourAddress, app: app ?? fixture.app, webhookAddress: { "https://gateway.example/\($0)" })
        let customer = Address(kind: fixture.customer.kind, value: person)
        do throws(NameFailure) {
            let name = try await MessengerConnector().name(of: customer, at: connection, over: transport)
            return (name.map { Outcome.name($0.text) } ?? .noName, transport)
        } catch {
            #expect(!error.explanation.isEmpty && !error.explanation.contains(Meta.customer))
            switch error.disposition {
            case .later(let pause): return (.later(pause), transport)
            case .giveUp: return (.never, transport)
            }
        }
    }

    @Test("One question for the name alone, with the page's token and its proof")
    func wire() async throws {
        let (_, transport) = await Self.ask(.reply(Meta.json(200, #"{"first_name":"Ada","id":"5551"}"#)))
        let call = try #require(transport.calls.first)
        #expect(transport.calls.count == 1 && call.method == .get)
        let parts = try #require(URLComponents(string: call.url))
        #expect(parts.host == "graph.facebook.com" && parts.path == "/v26.0/5551")
        #expect(parts.queryItems?.map(\.name) == ["fields", "appsecret_proof"])
        #expect(parts.queryItems?.first?.value == "first_name,last_name")
        #expect(call.headers[.authorization] == "Bearer EAApage-token")
        #expect(!call.url.contains("EAA"))
    }

    @Test(
        "A name, of what there is of it",
        arguments: [
            (#"{"first_name":"Ada","last_name":"Byron","id":"5551"}"#, .name("Ada Byron")),
            (#"{"first_name":"Ren\u00e9","id":"5551"}"#, .name("René")),
            (#"{"last_name":"Byron","id":"5551"}"#, .name("Byron")),
            (#"{"first_name":" Ada\u0000\n","last_name":"\u202eByron\t","id":5551}"#, .name("Ada Byron")),
            (#"{"first_name":"Ada","last_name":"Byron"}"#, .name("Ada Byron")),
            (#"{"first_name":"","last_name":" ","id":"5551"}"#, .noName), (#"{"id":"5551"}"#, .noName),
            (#"{"first_name":null,"last_name":["x"],"id":"5551"}"#, .noName),
            // Not the answer to what was asked.
            (#"{"first_name":"Mallory","id":"6666"}"#, .later(nil)), (#"{"first_name":{"a":1}}"#, .later(nil)),
            (#"{"first_name":7}"#, .later(nil)), (#"["Ada"]"#, .later(nil)), (#""Ada""#, .later(nil)),
            (#"{"error":{}}"#, .later(nil)), (#"{"error":"190"}"#, .later(nil)), ("{", .later(nil)), ("", .later(nil)),
            (String(repeating: "[", count: 100_000), .later(nil)),
            (#"{"id":"5551","first_name":"# + String(repeating: #"{"a":"#, count: 1000) + "1", .later(nil)),
        ] as [(String, Outcome)])
    func answers(body: String, outcome: Outcome) async {
        let (found, _) = await Self.ask(.reply(Meta.json(200, body)))
        #expect(found == outcome)
    }

    @Test("A long name is cut")
    func long() async {
        let name = String(repeating: "Ä", count: 90)
        let (found, _) = await Self.ask(
            .reply(Meta.json(200, #"{"first_name":"\#(name)","last_name":"\#(name)","id":"5551"}"#)))
        #expect(found == .name(name + " " + name.prefix(9)))
    }

    private static let busy: HTTPFields = {
        var fields = HTTPFields()
        fields[.init("X-Business-Use-Case-Usage")!] =
            #"{"111222333":[{"type":"messenger","call_count":120,"estimated_time_to_regain_access":10}]}"#
        return fields
    }()

    @Test(
        "Meta's errors, by code and subcode",
        arguments: [
            (Meta.error(100, 33), .noName), (Meta.error(230), .noName), (Meta.error(2_018_218), .noName),
            (Meta.error(2_018_247), .noName), (Meta.error(100, 2_018_218), .noName),
            (Meta.error(10, 2_018_247), .noName),
            (Meta.error(190, 460), .later(nil)), (Meta.error(190), .later(nil)), (Meta.error(102), .later(nil)),
            (Meta.error(10), .later(nil)), (Meta.error(1, status: 500), .later(nil)),
            (Meta.error(2, status: 503), .later(nil)), (Meta.error(613), .later(.seconds(300))),
            (Meta.error(4, headers: busy), .later(.seconds(600))), (Meta.error(368), .later(.seconds(3600))),
            (Meta.error(100), .never), (Meta.error(200), .never), (Meta.error(551), .never),
            (Meta.error(999_999), .never), (HTTPReply(status: 500), .later(nil)), (HTTPReply(status: 404), .later(nil)),
            (HTTPReply(status: 302), .later(nil)),
            (Meta.json(503, #"{"first_name":"Ada","id":"5551"}"#), .later(nil)),
        ] as [(HTTPReply, Outcome)])
    func errors(reply: HTTPReply, outcome: Outcome) async {
        let (found, _) = await Self.ask(.reply(reply))
        #expect(found == outcome)
    }

    @Test(
        "No answer is asked for later, unless the address may not be called",
        arguments: [
            (.timedOut, .later(nil)), (.cutOff, .later(nil)), (.notConnected, .later(nil)), (.tooLarge, .later(nil)),
            (.addressRefused, .never),
        ] as [(TransportFailure.Kind, Outcome)])
    func failures(kind: TransportFailure.Kind, outcome: Outcome) async {
        let failure = TransportFailure(kind: kind, certainty: .unknown, explanation: "As scripted.")
        let (found, _) = await Self.ask(.failure(failure))
        #expect(found == outcome)
    }

    @Test("Without a token for the page nothing is asked until somebody associates the user; nor for what is no id")
    func uncalled() async {
        let reply = ScriptedTransport.Step.reply(Meta.json(200, #"{"first_name":"Ada"}"#))
        let app = AppAccess(
            id: ID(rawValue: 1), settings: ["appID": "1"], secrets: Secrets(["appSecret": [MessengerFixture.secret]]))
        let (token, first) = await Self.ask(reply, app: app)
        #expect(token == .later(nil) && first.calls.isEmpty)
        for person in ["../me", "5551?fields=email", "", "me"] {
            let (other, second) = await Self.ask(reply, of: person)
            #expect(other == .never && second.calls.isEmpty)
        }
    }
}
