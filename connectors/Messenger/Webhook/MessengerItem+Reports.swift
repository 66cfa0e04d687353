import ConnectorKit
import GatewayModel

/// How what we sent fares: by ids, or up to a moment.
extension MessengerItem {
    /// Meta: the ids may be missing; the watermark covers everything that was sent before it.
    func delivered(_ delivery: JSONTree) -> [Found] {
        let reports = (delivery["mids"]?.list ?? []).compactMap(\.id).prefix(1000).map { id in
            found("delivered/\(page)/\(id)", .report(DeliveryReport(part: nil, platformID: id, status: .delivered)))
        }
        if reports.isEmpty || delivery["watermark"] != nil { return reports + [watermark(delivery, .delivered)] }
        return reports
    }

    func watermark(_ told: JSONTree, _ status: DeliveryStatus) -> Found {
        guard let customer = customer(), let upTo = Self.milliseconds(told["watermark"]?.integer) else {
            return stray(status.rawValue)
        }
        return found(
            "\(status.rawValue)/\(page)/\(customer.value)/\(upTo)",
            .watermark(Watermark(customer: customer, status: status, upTo: Timestamp(milliseconds: upTo))))
    }
}
