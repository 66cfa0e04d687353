import ConnectorKit
import GatewayModel

/// Everything that an event says, in a form that can be compared.
struct EventSnapshot: Hashable {
    let key: EventKey
    let address: Address
    let content: Content

    enum Content: Hashable {
        case message(
            from: Address, text: String?, media: [RemoteMedia], optOut: CarrierOptOut?, details: [String: String])
        case report(
            part: PartReference?, platformID: String, status: DeliveryStatus, code: String?, platformCode: String?,
            explanation: String?, recipientHasOptedOut: Bool)
        case watermark(Watermark)
        case echo(
            to: Address, sender: String, platformID: String, text: String?, media: [RemoteMedia],
            details: [String: String])
        case change(MessageChange)
        case other(kind: String)
    }

    init(_ event: PlatformEvent) {
        key = event.key
        address = event.address
        content =
            switch event.content {
            case .message(let message):
                .message(
                    from: message.from, text: message.text, media: message.media, optOut: message.carrierOptOut,
                    details: message.details)
            case .report(let report):
                .report(
                    part: report.part, platformID: report.platformID, status: report.status,
                    code: report.failure?.code, platformCode: report.failure?.platformCode,
                    explanation: report.failure?.explanation, recipientHasOptedOut: report.recipientHasOptedOut)
            case .watermark(let mark): .watermark(mark)
            case .echo(let echo):
                .echo(
                    to: echo.to, sender: echo.sender, platformID: echo.platformID, text: echo.text, media: echo.media,
                    details: echo.details)
            case .change(let change): .change(change)
            case .other(let kind): .other(kind: kind)
            }
    }
}
