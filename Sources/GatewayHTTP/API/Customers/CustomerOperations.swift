import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/customers`: what other systems call them, and the erasure of one.
struct CustomerOperations {
    let customers: Customers
    let erasure: Erasure
    let surroundings: Surroundings
    let links: MediaLinks
    let outlook: ConversationOutlook

    var all: [Operation] { [find, show, change, export, erase] }

    private var find: Operation {
        Operation(
            method: .get, path: "/v1/customers", summary: "Find customers by what another system calls them",
            tag: "Customers", level: .agent,
            query: [
                QueryParameter(
                    name: "externalReference", description: "As it was set.", schema: ExternalReference.schema)
            ],
            answer: .init(status: 200, schema: ListView<CustomerView>.schema(of: CustomerView.schema)),
            work: .read { call, transaction in
                guard let reference = call.query["externalReference"] else {
                    throw Refusal.invalid("externalReference", "it is required.")
                }
                let found = try transaction.customers(externalReference: reference, limit: 200)
                return try .json(ListView(all: found.map { try CustomerView($0, in: transaction) }))
            })
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/customers/{kind}/{address}", summary: "Show a customer", tag: "Customers",
            level: .agent, answer: .init(status: 200, schema: CustomerView.schema),
            work: .read { call, transaction in
                try .json(CustomerView(customers.find(address(call), in: transaction), in: transaction))
            })
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/customers/{kind}/{address}",
            summary: "Set what another system calls a customer; null takes it away", tag: "Customers", level: .agent,
            request: ReferenceChange.schema, answer: .init(status: 200, schema: CustomerView.schema),
            work: .write { call, transaction in
                let customer = try customers.setReference(
                    call.decode(ReferenceChange.self).externalReference, of: address(call), in: transaction)
                return try .json(CustomerView(customer, in: transaction))
            })
    }

    private var export: Operation {
        Operation(
            method: .get, path: "/v1/customers/{kind}/{address}/export",
            summary: "Everything that is stored of a customer, as a JSON document on each line", tag: "Customers",
            level: .administrator, answer: ExportView.answer,
            work: .download { call, transaction in
                let address = try address(call)
                _ = try customers.find(address, in: transaction)
                let now = surroundings.clock.now
                // What customers wrote is in there: whoever takes it is named.
                try transaction.append(
                    AuditEntry(
                        at: now, actor: call.principal.name, action: "customer.export",
                        subject: "customer/\(address.kind.rawValue)", after: address.value))
                return Download(
                    "customer", at: now,
                    jsonLines: CustomerExport.document(of: address) { [links, outlook] entry, transaction in
                        try Operation.Reply.json(ExportView(entry, links, outlook, in: transaction)).body + [
                            UInt8(ascii: "\n")
                        ]
                    })
            })
    }

    private var erase: Operation {
        Operation(
            method: .post, path: "/v1/customers/{kind}/{address}/erase",
            summary: "Erase whatever is stored of a customer; the answer says what is left, and why", tag: "Customers",
            level: .administrator, answer: .init(status: 200, schema: ErasureView.schema),
            work: .steps { call in
                try .json(ErasureView(try await erasure.erase(address(call), by: call.principal.name)))
            })
    }

    /// As it is written, or, where no connector reads it, as it came.
    private func address(_ call: Operation.Call) throws -> Address {
        let kind = AddressKind(rawValue: call.parameters["kind"] ?? "")
        let text = call.parameters["address"] ?? ""
        let writers = surroundings.connectors.all.filter { $0.capabilities.addressKind == kind }
        guard !writers.isEmpty else { throw Refusal.notFound("kind of address") }
        return writers.lazy.compactMap { $0.customerAddress(from: text) }.first ?? Address(kind: kind, value: text)
    }
}
