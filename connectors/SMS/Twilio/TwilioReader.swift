import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes

/// Asks Twilio's REST API and says in words what went wrong.
struct TwilioReader {
    let account: TwilioAccount
    let transport: any HTTPTransport

    init(_ app: AppAccess, over transport: any HTTPTransport) throws(TwilioTrouble) {
        do { account = try TwilioAccount(app) } catch { throw .refused(error.explanation) }
        self.transport = transport
    }

    func read<Value: Decodable>(_ url: String) async throws(TwilioTrouble) -> Value {
        try await answer(to: account.call(.get, url))
    }

    func answer<Value: Decodable>(to call: HTTPCall) async throws(TwilioTrouble) -> Value {
        var call = call
        call.maximumReplyBytes = 8 << 20
        let reply: HTTPReply
        do { reply = try await transport.exchange(call) } catch { throw .noAnswer(error.explanation) }
        guard reply.status == 200 else { throw TwilioTrouble(reply) }
        guard let value = try? JSONDecoder().decode(Value.self, from: Data(reply.body)) else {
            throw .noAnswer("Twilio's answer cannot be read.")
        }
        return value
    }

    /// Every item of a list, all pages of it, in the list's order.
    func all<List: TwilioList>(_ list: List.Type, _ url: String) async throws(TwilioTrouble) -> [List.Item] {
        var items: [List.Item] = []
        var next: String? = url
        for _ in 0..<Self.mostPages {
            guard let url = next else { return items }
            let page: List = try await read(url)
            items += page.items
            guard let path = page.nextPage else { return items }
            next = account.url(ofPath: path)
            if next == nil { throw .noAnswer("Twilio's list names a next page that is none.") }
        }
        throw .noAnswer("Twilio's list has more than \(Self.mostPages) pages.")
    }

    private static let mostPages = 200
}

/// A page of one of Twilio's lists.
protocol TwilioList: Decodable {
    associatedtype Item
    var items: [Item] { get }
    /// From the root of the host; `nil` on the last page.
    var nextPage: String? { get }
}

/// Why Twilio told nothing of use.
enum TwilioTrouble: Error {
    /// Twilio's own word that the credentials or the account are at fault.
    case refused(String)
    /// Twilio's own word that there is no such thing.
    case missing
    /// No answer, or one that says nothing of what was asked.
    case noAnswer(String)

    init(_ reply: HTTPReply) {
        let failure = TwilioRefusal.failure(reply)
        // Among the errors of a send this one means the account; here it is whatever was asked for.
        guard failure.platformCode != "20404" else {
            self = .missing
            return
        }
        self =
            failure.disposition == .reconnect
            ? .refused(failure.explanation)
            : .noAnswer(
                failure.certainty == .unknown
                    ? "Twilio answered with status \(reply.status)." : failure.explanation)
    }

    var explanation: String {
        switch self {
        case .refused(let explanation), .noAnswer(let explanation): explanation
        case .missing: "Twilio says that there is no such thing in this account."
        }
    }

    var finding: Finding {
        switch self {
        case .refused(let explanation):
            Finding(.red, explanation, advice: "Enter the current credentials: connect again.")
        case .missing:
            Finding(
                .red, explanation, advice: "Is the account SID the right one? Connect again, or look in its console.")
        case .noAnswer(let explanation):
            Finding(.unknown, explanation, advice: "It is asked again by itself.")
        }
    }
}
