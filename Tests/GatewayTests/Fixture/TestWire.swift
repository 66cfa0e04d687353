import ConnectorKit
import Foundation
import GatewayModel

/// What the platform `test` writes into its webhooks: a list of these, as JSON.
struct TestWire: Codable, Sendable {
    var id: String
    var to: String
    var from: String?
    var text: String?
    var optOut: String?
    /// Whether the carrier answers it, whatever is chosen; `nil` for whatever is chosen.
    var isAnswered: Bool?
    var details: [String: String]?
    var media: [String]?
    var report: Report?
    /// Something that the connector does not know.
    var kind: String?

    struct Report: Codable, Sendable {
        var part: String?
        var platformID: String
        var status: String
        var hasOptedOut: Bool?
        var failure: String?
    }

    var event: PlatformEvent {
        PlatformEvent(key: EventKey(id: id), address: Address(kind: .phone, value: to), content: content)
    }

    private var content: PlatformEvent.Content {
        if let kind { return .other(kind: kind) }
        if let report {
            return .report(
                DeliveryReport(
                    part: report.part.flatMap { PartReference($0) }, platformID: report.platformID,
                    status: DeliveryStatus(rawValue: report.status) ?? .sent,
                    failure: report.failure.map { StatusReason(code: $0, explanation: "The carrier said so.") },
                    recipientHasOptedOut: report.hasOptedOut ?? false))
        }
        return .message(
            InboundMessage(
                from: Address(kind: .phone, value: from ?? ""), text: text,
                media: (media ?? []).map { RemoteMedia(url: $0, contentType: "image/png") },
                carrierOptOut: optOut.flatMap { CarrierOptOut(rawValue: $0) },
                carrierAnswer: isAnswered.map { $0 ? .always : .never } ?? .whereChosen, details: details ?? [:]))
    }
}
