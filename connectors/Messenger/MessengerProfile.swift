import ConnectorKit
import GatewayModel
import HTTPTypes

/// Meta: User Profile API. What a page may know of somebody who wrote to it; only the name is asked for.
enum MessengerProfile {
    static func name(
        of customer: Address, at connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(NameFailure) -> CustomerName? {
        let person = customer.value
        let page = connection.address.value
        let app: MetaApp
        do { app = try MetaApp(connection.app) } catch { throw NameFailure(.later(after: nil), error.explanation) }
        guard let token = connection.app.secrets.current(MetaApp.Key.pageToken(of: page))?.reveal(), !token.isEmpty
        else {
            throw NameFailure(
                .later(after: nil), "There is no access token for this page. Associate the user again.")
        }
        guard MessengerAddress.isID(person) else { throw NameFailure(.giveUp, "This is no customer of Messenger.") }
        let reply: HTTPReply
        do {
            reply = try await transport.exchange(
                app.call(.get, person, [(name: "fields", value: "first_name,last_name")], as: token))
        } catch {
            throw NameFailure(error)
        }
        let tree = JSONTree(reading: reply.body)
        if let error = GraphError(tree?["error"]) {
            if meansNoName(error) { return nil }
            throw failure(error, reply)
        }
        guard reply.status == 200, let tree, isAbout(person, tree) else {
            throw NameFailure(
                .later(after: nil), "Status \(reply.status) came back, and no word of Meta's about the name.")
        }
        // Either may be missing.
        let words = [tree["first_name"]?.text, tree["last_name"]?.text].compactMap(\.self)
        return CustomerName(words.joined(separator: " "))
    }

    /// Meta, error codes: no such person for this page, no consent to tell, no profile, no permission for this profile.
    private static func meansNoName(_ error: GraphError) -> Bool {
        switch (error.code, error.subcode) {
        case (100, 33), (230, _), (2_018_218, _), (2_018_247, _), (_, 2_018_218), (_, 2_018_247): true
        default: false
        }
    }

    /// The profile that was asked for, and not something else that reads as JSON.
    private static func isAbout(_ person: String, _ tree: JSONTree) -> Bool {
        guard let id = tree["id"] else { return tree["first_name"]?.text != nil || tree["last_name"]?.text != nil }
        return id.id == person
    }

    private static func failure(_ error: GraphError, _ reply: HTTPReply) -> NameFailure {
        let fault = GraphFault(error)
        switch fault.disposition {
        case .retry(let pause):
            return NameFailure(.later(after: pause.map { GraphUsage(reply.headers).regain ?? $0 }), fault.explanation)
        // Somebody can mend what was granted.
        case .reconnect: return NameFailure(.later(after: nil), fault.explanation)
        case .giveUp, .stopContact: return NameFailure(.giveUp, fault.explanation)
        }
    }
}
