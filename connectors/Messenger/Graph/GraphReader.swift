import ConnectorKit
import GatewayModel
import HTTPTypes

/// Asks the Graph API and says in words what went wrong.
final class GraphReader {
    let app: MetaApp
    private let transport: any HTTPTransport
    /// The most that any answer said of limits; `nil` while there was none.
    private(set) var usage: GraphUsage?
    /// Whether Meta refused a call because a limit is used up.
    private(set) var isLimited = false

    init(_ app: AppAccess, over transport: any HTTPTransport) throws(GraphTrouble) {
        do { self.app = try MetaApp(app) } catch { throw .noAnswer(error.explanation) }
        self.transport = transport
    }

    func read(
        _ path: String, _ query: [(name: String, value: String)] = [], as token: String
    ) async throws(GraphTrouble) -> JSONTree {
        try await answer(to: app.call(.get, path, query, as: token))
    }

    /// Whether Meta says that it did so.
    func post(
        _ path: String, _ form: [(name: String, value: String)], as token: String
    ) async throws(GraphTrouble) {
        var call = app.call(.post, path, as: token)
        call.headers[.contentType] = "application/x-www-form-urlencoded"
        call.body = FormBody.encode(form)
        guard try await answer(to: call)["success"]?.isTrue == true else {
            throw .noAnswer("Meta's answer does not say that it was done.")
        }
    }

    func answer(to call: HTTPCall) async throws(GraphTrouble) -> JSONTree {
        let reply: HTTPReply
        do { reply = try await transport.exchange(call) } catch { throw .noAnswer(error.explanation) }
        let told = GraphUsage(reply.headers)
        usage = usage.map { $0.most(with: told) } ?? told
        guard let tree = JSONTree(reading: reply.body) else {
            throw .noAnswer("Meta answered with status \(reply.status), and nothing that can be read.")
        }
        if let error = GraphError(tree["error"]) {
            if GraphFault(error).word == "rateLimited" { isLimited = true }
            throw .refused(error)
        }
        guard reply.status == 200, case .fields = tree else {
            throw .noAnswer("Meta answered with status \(reply.status).")
        }
        return tree
    }

    /// Every item of a list, all pages of it.
    ///
    /// The next page is asked for by its cursor: the address that Meta gives for it has a token in it.
    func all(
        _ path: String, _ query: [(name: String, value: String)], as token: String
    ) async throws(GraphTrouble) -> [JSONTree] {
        var items: [JSONTree] = []
        var after: String?
        for _ in 0..<Self.mostPages {
            let cursor = after.map { [(name: "after", value: $0)] } ?? []
            let page = try await read(path, query + cursor, as: token)
            guard case .list(let data) = page["data"] else { throw .noAnswer("Meta's list cannot be read.") }
            items += data
            guard page["paging"]?["next"]?.text != nil, let next = page["paging"]?["cursors"]?["after"]?.text,
                next != after
            else { return items }
            after = next
        }
        throw .noAnswer("Meta's list has more than \(Self.mostPages) pages.")
    }

    private static let mostPages = 100
}

/// Why the Graph API told nothing of use.
enum GraphTrouble: Error {
    /// Meta's own word.
    case refused(GraphError)
    /// No answer, or one that says nothing of what was asked.
    case noAnswer(String)

    var explanation: String {
        switch self {
        case .refused(let error): GraphFault(error).explanation
        case .noAnswer(let explanation): explanation
        }
    }

    /// Whether Meta refuses the token that was used.
    var refusesToken: Bool {
        if case .refused(let error) = self { [102, 190].contains(error.code) } else { false }
    }

    /// Meta's word that there is no such thing, or that we may not see it.
    var isMissing: Bool {
        if case .refused(let error) = self { error.code == 100 } else { false }
    }
}
