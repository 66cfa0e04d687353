import ConnectorKit
import Foundation
import Gateway
import GatewayModel
import HTTPTypes

/// What the platform does to the gateway.
extension TestGateway {
    static let customer = "+4915550100"
    static let customerAddress = Address(kind: .phone, value: customer)

    /// A customer writes, as an event that no other event is like.
    @discardableResult
    func customerWrites(
        _ text: String?, from: String = customer, to: String = salesNumber, optOut: CarrierOptOut? = nil
    ) async throws -> WebhookReply {
        try await deliver([
            TestWire(id: UUID().uuidString, to: to, from: from, text: text, optOut: optOut?.rawValue)
        ])
    }

    /// The platform reports on a message of ours.
    func report(
        _ status: DeliveryStatus, on call: TestCall?, platformID: String, withReference: Bool = true,
        hasOptedOut: Bool = false, failure: String? = nil
    ) async throws {
        let report = TestWire.Report(
            part: withReference ? call?.reference : nil, platformID: platformID, status: status.rawValue,
            hasOptedOut: hasOptedOut, failure: failure)
        try await deliver([TestWire(id: UUID().uuidString, to: Self.salesNumber, report: report)])
    }

    @discardableResult
    func deliver(
        _ events: [TestWire], secret: String = secret, app: PlatformApp? = nil
    ) async throws -> WebhookReply {
        try await call(Array(try JSONEncoder().encode(events)), secret: secret, app: app)
    }

    func call(
        _ body: [UInt8], secret: String = secret, app: PlatformApp? = nil, method: HTTPRequest.Method = .post,
        route: String = "events"
    ) async throws -> WebhookReply {
        let app = app ?? setup.app
        return try await parts.inbound.receive(
            InboundFlow.Call(
                platform: app.platform, endpoint: app.endpoint, route: route, method: method,
                target: "/hooks/\(app.platform)/\(app.endpoint)/\(route)",
                headers: [TestConnector.signature: secret], body: body))
    }
}
