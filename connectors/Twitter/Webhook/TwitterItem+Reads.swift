import ConnectorKit
import GatewayModel

/// How far a customer has read.
extension TwitterItem {
    /// X: everything up to and including a message is read.
    ///
    /// The message itself is known by its id. What came before it is known by the time at which X made that id, and not
    /// by that of the reading: what left in between was not read by it. A clock of ours that runs ahead may leave
    /// some of it unread, never the message itself.
    func read() -> [Found] {
        guard let account, let reader = Self.user(item["sender_id"]?.id),
            let last = Self.event(item["last_read_event_id"]?.id)
        else { return [stray("direct_message_mark_read without its parts")] }
        // Somebody of ours has read what the customer wrote, in X's own app.
        if reader == account { return [] }
        guard Self.user(item["target"]?["recipient_id"]?.id) == account else {
            return [stray("direct_message_mark_read between others")]
        }
        let report = found(
            EventKey(id: "read/\(account)/\(last)"), of: account,
            .report(DeliveryReport(part: nil, platformID: last, status: .read)))
        guard let made = TwitterSnowflake.moment(of: last) else { return [report] }
        let upTo = moment.map { min($0, made) } ?? made
        let mark = found(
            EventKey(id: "read-up-to/\(account)/\(reader)/\(last)"), of: account,
            .watermark(Watermark(customer: TwitterAddress.carried(reader), status: .read, upTo: upTo)))
        return [report, mark]
    }
}
