import ConnectorKit
import GatewayModel
import HTTPTypes

/// Asks X and says in words what went wrong.
struct TwitterReader {
    let app: TwitterApp
    private let transport: any HTTPTransport

    init(_ app: AppAccess, _ signing: TwitterSigning, over transport: any HTTPTransport) throws(TwitterTrouble) {
        do { self.app = try TwitterApp(app, signing) } catch { throw .noAnswer(error.explanation) }
        self.transport = transport
    }

    /// What X answered, where it did as it was asked.
    struct Answer {
        let status: Int
        let headers: HTTPFields
        /// `nil` where the body is empty.
        let tree: JSONTree?

        subscript(name: String) -> JSONTree? { tree?[name] }
    }

    func answer(to call: HTTPCall) async throws(TwitterTrouble) -> Answer {
        let reply = try await reply(to: call)
        let tree = reply.body.isEmpty ? nil : JSONTree(reading: reply.body)
        guard tree != nil || reply.body.isEmpty else {
            throw .noAnswer("X answered with status \(reply.status), and nothing that can be read.")
        }
        return Answer(status: reply.status, headers: reply.headers, tree: tree)
    }

    /// The same of a call whose answer is a form.
    func form(answering call: HTTPCall) async throws(TwitterTrouble) -> [String: String] {
        let reply = try await reply(to: call)
        guard let pairs = FormBody.decode(reply.body) else {
            throw .noAnswer("X answered with status \(reply.status), and nothing that can be read.")
        }
        return Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
    }

    /// The same of the call that gets tokens of OAuth 2.0, which has errors of its own.
    func grant(answering call: HTTPCall) async throws(TwitterTrouble) -> JSONTree {
        let reply: HTTPReply
        do { reply = try await transport.exchange(call) } catch { throw .noAnswer(error.explanation) }
        let tree = JSONTree(reading: reply.body)
        if (200..<300).contains(reply.status), let tree { return tree }
        if (400..<500).contains(reply.status), let refusal = TwitterGrantRefusal(tree) { throw .noGrant(refusal) }
        if let error = TwitterError(reply) { throw .refused(error) }
        throw .noAnswer("X answered with status \(reply.status).")
    }

    /// The app's own token. X gives the same one each time; it shows that X takes key and secret.
    func appToken() async throws(TwitterTrouble) -> TwitterApp.Caller {
        let answer = try await answer(to: app.tokenCall())
        guard answer["token_type"]?.text?.lowercased() == "bearer", let token = answer["access_token"]?.text,
            !token.isEmpty
        else { throw .noAnswer("X's answer has no token.") }
        return .app(token: token)
    }

    private func reply(to call: HTTPCall) async throws(TwitterTrouble) -> HTTPReply {
        let reply: HTTPReply
        do { reply = try await transport.exchange(call) } catch { throw .noAnswer(error.explanation) }
        if (200..<300).contains(reply.status) { return reply }
        guard let error = TwitterError(reply) else { throw .noAnswer("X answered with status \(reply.status).") }
        throw .refused(error)
    }
}

/// Why X told nothing of use.
enum TwitterTrouble: Error {
    /// X's own word.
    case refused(TwitterError)
    /// The same, where tokens of OAuth 2.0 were asked for.
    case noGrant(TwitterGrantRefusal)
    /// No answer, or one that says nothing of what was asked.
    case noAnswer(String)

    var explanation: String {
        switch self {
        case .refused(let error): TwitterFault.meaning(of: error).explanation
        case .noGrant(let refusal): refusal.explanation
        case .noAnswer(let explanation): explanation
        }
    }

    /// See ``StatusReason/code``.
    var word: String? {
        if case .refused(let error) = self { TwitterFault.meaning(of: error).word } else { nil }
    }

    /// X's word that there is no such thing.
    var isMissing: Bool {
        if case .refused(let error) = self { error.status == 404 } else { false }
    }

    func refuses(with codes: Set<Int>) -> Bool {
        if case .refused(let error) = self { error.code.map { codes.contains($0) } ?? false } else { false }
    }
}
