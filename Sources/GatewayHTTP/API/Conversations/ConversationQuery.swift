import ConnectorKit
import Gateway
import GatewayModel

/// Which conversations somebody asks for.
enum ConversationQuery {
    private static let words = 2...100

    static let parameters: [QueryParameter] = [
        .init(name: "contactPoint", description: "Only of this contact point.", schema: .string()),
        .init(
            name: "state", description: "Only in this state.",
            schema: .string(choices: ConversationState.allCases.map(\.rawValue))),
        .init(name: "open", description: "true for those that are not closed.", schema: .boolean),
        .init(
            name: "order",
            description:
                "lastMessage for the one in which something was said last at the top; only with open=true or such a state. Otherwise the one that began last is.",
            schema: .string(choices: ["created", "lastMessage"])),
        .init(name: "overdue", description: "true for those alone whose answer is overdue.", schema: .boolean),
        .init(
            name: "possibleOptOut",
            description: "true for those alone with a message that may be an opt-out, which nobody has settled.",
            schema: .boolean),
        .init(name: "platform", description: "Only on this platform.", schema: .string()),
        .init(
            name: "owner", description: "Only of this user or service; me for the caller's, none for nobody's.",
            schema: .string()),
        .init(name: "customer", description: "Only with this customer, by address.", schema: .string(length: 1...200)),
        .init(
            name: "externalReference", description: "Only those that another system calls so.",
            schema: ExternalReference.schema),
        .init(
            name: "search",
            description:
                "Only where one message has all of these words, whatever their case. A page may be short, or empty, though there is more: go on while there is a next.",
            schema: .string(length: words)),
    ]

    static func search(
        of call: Operation.Call, _ surroundings: Surroundings, in transaction: any StoreTransaction
    ) throws -> ConversationSearch {
        let query = call.query
        var filter = ConversationFilter(externalReference: query["externalReference"])
        if let text = query["contactPoint"] {
            guard let id = ContactPointID(text) else { throw Refusal.notFound("contact point") }
            filter.contactPoint = id
        }
        if let text = query["state"] {
            guard let state = ConversationState(rawValue: text) else {
                throw Refusal.invalid("state", "it must be new, active, inactive or closed.")
            }
            filter.state = state
        }
        filter.isOpen = try flag("open", query)
        filter.platform = query["platform"].map { Platform(rawValue: $0) }
        switch query["owner"] {
        case nil: break
        case "none": filter.owner = .nobody
        case "me": filter.owner = .principal(call.principal.name)
        case let name?: filter.owner = .principal(name)
        }
        if let text = query["customer"] {
            let region = try filter.contactPoint.flatMap { try transaction.contactPoint($0)?.region }
            filter.customer = try customer(text, in: region, platform: filter.platform, surroundings)
        }
        if let text = query["search"], !words.contains(text.count) {
            throw Refusal.invalid("search", "it must have 2 to 100 characters.")
        }
        filter.isOverdue = try flag("overdue", query) ?? false
        filter.mayOptOut = try flag("possibleOptOut", query) ?? false
        return ConversationSearch(filter, text: query["search"])
    }

    /// Whether the one in which something was said last comes first.
    static func isBySpeech(_ call: Operation.Call, _ search: ConversationSearch) throws -> Bool {
        switch call.query["order"] {
        case nil, "created": return false
        case "lastMessage":
            guard search.isOfOpen else {
                throw Refusal.invalid("order", "it needs open=true, or a state that is open.")
            }
            return true
        default: throw Refusal.invalid("order", "it must be created or lastMessage.")
        }
    }

    private static func flag(_ name: String, _ query: [String: String]) throws -> Bool? {
        try query[name].map { text in
            guard let flag = Bool(text) else { throw Refusal.invalid(name, "it must be true or false.") }
            return flag
        }
    }

    /// As it is typed in the contact point's region, or as it is stored; without a region, in international form.
    private static func customer(
        _ text: String, in region: String?, platform: Platform?, _ surroundings: Surroundings
    ) throws -> Address {
        let reader = AddressReader(surroundings)
        let connectors =
            platform.map { [surroundings.connectors[$0]].compactMap(\.self) } ?? surroundings.connectors.all
        let typed = connectors.lazy.compactMap { reader.customer(text, on: $0, in: region ?? "").address }.first
        guard let address = typed ?? connectors.lazy.compactMap({ $0.customerAddress(from: text) }).first else {
            throw Refusal.invalid("customer", "nobody can be reached at such an address.")
        }
        return address
    }
}
