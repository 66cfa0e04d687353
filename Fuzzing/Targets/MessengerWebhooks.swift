import ConnectorKit
import GatewayModel
import HTTPTypes

@testable import MessengerConnector

extension FuzzTarget {
    /// A batch brings events with a key and an address each, in the order of their times, or is malformed.
    static let messengerBatches = FuzzTarget("messenger-batches") { bytes in
        let request = request(.post, "events", "", bytes)
        guard let outcome = try? MessengerConnector().receive(request) else { return }
        for event in outcome.events { check(event) }
        let again = try? MessengerConnector().receive(request)
        hold(again?.events.map(\.key) == outcome.events.map(\.key), "the same batch has the same keys")
        hold(outcome.reply.body == "EVENT_RECEIVED", "nothing of a batch is sent back")
    }

    /// What was not signed is not taken, and what is sent back can be run by no browser.
    static let messengerRequests = FuzzTarget("messenger-requests") { bytes in
        let pieces = bytes.pieces(2)
        for (method, route) in [(HTTPRequest.Method.get, "events"), (.post, "deauthorize"), (.post, "data-deletion")] {
            let request = request(method, route, pieces[0].text, pieces[1])
            let token = pieces[0].text.contains("a-verify-token") || pieces[0].text.contains("%")
            let isTaken = (try? MessengerConnector().verify(request, against: [app])) != nil
            hold(!isTaken || token && method == .get, "nobody signs without the secret")
            guard let outcome = try? MessengerConnector().receive(request) else { continue }
            hold(!outcome.reply.body.contains("<"), "nothing is sent back that a browser runs")
            hold(outcome.events.isEmpty && outcome.reply.status == 200, "it is answered")
        }
    }

    /// A page has one name however it is written, and no address stays with it.
    static let pageNames = FuzzTarget("page-names") { bytes in
        switch PageIdentification(bytes.text) {
        case .id(let id): hold(PageIdentification(id) == .id(id), "an id reads as itself")
        case .username(let name):
            hold(PageIdentification(name) == .username(name), "a username reads as itself")
            hold(!name.contains("/") && !name.contains(":"), "a username is no address")
        case nil: break
        }
    }

    /// Whatever the Graph API answers, what follows is bounded, and told in words of our own.
    static let graphAnswers = FuzzTarget("graph-answers") { bytes in
        let pieces = bytes.pieces(3)
        var headers = HTTPFields()
        headers[HTTPField.Name("X-App-Usage")!] = String(pieces[0].text.filter { $0.isASCII && !$0.isNewline })
        headers[HTTPField.Name("X-Business-Use-Case-Usage")!] =
            String(pieces[1].text.filter { $0.isASCII && !$0.isNewline })
        let pause = GraphUsage(headers).pause
        hold(pause.map { $0 > .zero && $0 <= .seconds(86_400) } ?? true, "nobody waits for more than a day")
        guard let tree = JSONTree(reading: pieces[2]) else { return }
        let leaves = tree.leaves()
        hold(leaves.count <= 100 && leaves.values.allSatisfy { $0.count <= 2000 }, "what is kept of it is short")
        guard let error = GraphError(tree["error"]) else { return }
        let fault = GraphFault(error)
        hold(!fault.explanation.isEmpty && fault.explanation.utf8.count <= 500, "a sentence")
        hold(error.text.utf8.count <= 41, "a code is a number")
    }

    private static let app = AppAccess(
        id: ID(rawValue: 17), settings: ["appID": "424242"],
        secrets: Secrets(["appSecret": [Secret("app-secret-123")], "verifyToken": [Secret("a-verify-token")]]))

    private static func check(_ event: PlatformEvent) {
        hold(!event.key.id.isEmpty && !event.address.value.isEmpty, "an event has a key and an address")
        switch event.content {
        case .message(let message):
            hold(!message.from.value.isEmpty, "a message is somebody's")
            hold(message.media.count <= 20 && message.media.allSatisfy { !$0.url.isEmpty }, "at most twenty files")
            hold(message.details.count <= 220, "its details are few")
        case .watermark(let mark): hold(mark.upTo.milliseconds > 0, "a watermark has a time")
        case .echo(let echo): hold(!echo.platformID.isEmpty, "an echo has an id")
        case .change(let change): hold(!change.target.isEmpty, "a change is of something")
        case .report(let report): hold(!report.platformID.isEmpty, "a report is of something")
        case .other(let kind): hold(!kind.isEmpty, "an unknown kind has a name")
        }
    }

    private static func request(
        _ method: HTTPRequest.Method, _ route: String, _ query: String, _ body: [UInt8]
    ) -> WebhookRequest {
        WebhookRequest(
            method: method,
            url: "https://gatehouse.example.com/hooks/messenger/e/\(route)" + (query.isEmpty ? "" : "?\(query)"),
            route: route, headers: [.contentType: "application/json"], body: body,
            receivedAt: Timestamp(milliseconds: 0))
    }
}
