import Gateway
import GatewayModel

/// A line of a customer's export: one of its fields says what it is.
struct ExportView: Encodable {
    private var customer: CustomerView?
    private var stopEntry: StopListed?
    private var unrouted: UnroutedView?
    private var conversation: ConversationView?
    private var message: MessageDetail?
    private var refusal: Refused?

    private struct StopListed: Encodable {
        let contactPoint: String
        let isStopped: Bool
        let entry: StopEntryView
    }

    private struct Refused: Encodable {
        let notification: String
        let result: ResultView
    }

    init(
        _ entry: CustomerExport.Entry, _ links: MediaLinks, _ outlook: ConversationOutlook,
        in transaction: any StoreTransaction
    ) throws {
        switch entry {
        case .customer(let found): customer = try CustomerView(found, in: transaction)
        case .stopEntry(let found):
            stopEntry = StopListed(
                contactPoint: found.contactPoint.rawValue, isStopped: found.isStopped, entry: StopEntryView(found))
        case .unrouted(let found): unrouted = UnroutedView(found)
        case .conversation(let found): conversation = try ConversationView(found, outlook, in: transaction)
        case .message(let found, let parts, let attempts):
            message = MessageDetail(
                message: try MessageView(found, links, in: transaction), parts: parts.map(PartView.init),
                attempts: attempts.map(AttemptView.init))
        case .refusal(let found):
            refusal = Refused(
                notification: found.notification.description, result: ResultView(found.recipient))
        }
    }

    private static let schema = Schema.named(
        "CustomerExportLine",
        .object([
            .init("customer", CustomerView.schema, isRequired: false, description: "The first line."),
            .init(
                "stopEntry",
                .object([
                    .init("contactPoint", .string()), .init("isStopped", .boolean),
                    .init("entry", StopEntryView.schema),
                ]), isRequired: false),
            .init("unrouted", UnroutedView.schema, isRequired: false),
            .init("conversation", ConversationView.schema, isRequired: false, description: "Its messages follow."),
            .init("message", MessageDetail.schema, isRequired: false),
            .init(
                "refusal", .object([.init("notification", .string()), .init("result", ResultView.schema)]),
                isRequired: false, description: "A notification that was not sent to the customer."),
        ]))

    static let answer = Operation.Answer(
        status: 200, schema: schema, type: Download.jsonLines,
        description: "One line for each thing that is stored. A body that ends without its last chunk is not whole.")
}
