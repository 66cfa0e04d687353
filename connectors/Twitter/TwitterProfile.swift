import ConnectorKit
import GatewayModel
import HTTPTypes

/// X: user look-up. Only the name is asked for.
enum TwitterProfile {
    static func name(
        of customer: Address, at connection: OpenConnection, _ signing: TwitterSigning,
        over transport: any HTTPTransport
    ) async throws(NameFailure) -> CustomerName? {
        let app: TwitterApp
        let user: TwitterApp.Caller
        do throws(SendFailure) {
            app = try TwitterApp(connection.app, signing)
            user = try connection.app.caller(connection.address.value, at: signing.clock.now)
        } catch {
            throw NameFailure(.later(after: nil), error.explanation)
        }
        guard TwitterAddress.isID(customer.value) else { throw NameFailure(.giveUp, "This is no account of X.") }
        let reply: HTTPReply
        do {
            reply = try await transport.exchange(
                app.call(.get, "2/users/\(customer.value)", [(name: "user.fields", value: "name")], as: user))
        } catch {
            throw NameFailure(error)
        }
        let tree = JSONTree(reading: reply.body)
        if reply.status == 200, let data = tree?["data"], data["id"]?.id == customer.value {
            return CustomerName(data["name"]?.text ?? data["username"]?.text ?? "")
        }
        guard let error = TwitterError(reply) else {
            throw NameFailure(
                .later(after: nil), "Status \(reply.status) came back, and no word of X's about the name.")
        }
        // X: an account that is gone or suspended is a problem beside a status of 200.
        if ["resource-not-found", "not-authorized-for-resource"].contains(error.problem) || error.code == 50
            || error.code == 63
        {
            return nil
        }
        let fault = TwitterFault(reply, at: signing.clock.now)
        switch fault.disposition {
        case .retry(let pause): throw NameFailure(.later(after: pause), fault.explanation)
        // Somebody can mend what was granted.
        case .reconnect: throw NameFailure(.later(after: nil), fault.explanation)
        case .giveUp, .stopContact: throw NameFailure(.giveUp, fault.explanation)
        }
    }
}
