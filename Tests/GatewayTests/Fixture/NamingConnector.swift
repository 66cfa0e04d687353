import ConnectorKit
import GatewayModel
import HTTPTypes

@testable import Gateway

/// The platform `test`, where customers have names.
struct NamingConnector: TestVariant, KnowsCustomers {
    let base = TestConnector()

    func name(
        of customer: Address, at connection: OpenConnection, over transport: any HTTPTransport
    ) async throws(NameFailure) -> CustomerName? {
        let reply: HTTPReply
        do {
            reply = try await transport.exchange(
                HTTPCall(method: .get, url: "https://platform.test/people/\(customer.value)"))
        } catch {
            throw NameFailure(error)
        }
        switch reply.status {
        case 200: return CustomerName(String(decoding: reply.body, as: UTF8.self))
        case 404: return nil
        case 400: throw NameFailure(.giveUp, "It is refused for good.")
        default:
            let pause = reply.headers[.retryAfter].flatMap { Int($0) }.map { Duration.seconds($0) }
            throw NameFailure(.later(after: pause), "Status \(reply.status).")
        }
    }
}

extension FakePlatform.Answer {
    static func named(_ name: String) -> FakePlatform.Answer { .accepted(name) }
}

extension TestGateway {
    /// Whatever is due is asked for.
    func askForNames() async throws { try await parts.nameFinder.drain() }

    func name(of customer: Address = customerAddress) async throws -> String? {
        try await store.read { try $0.customer(customer)?.name?.text }
    }

    func nameRecord(of customer: Address = customerAddress) async throws -> CustomerNameRecord? {
        try await store.read { try $0.nameRecord(of: customer) }
    }
}
