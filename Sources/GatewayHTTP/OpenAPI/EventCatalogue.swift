import Gateway

/// The events that subscribers are called with, for the OpenAPI document: one webhook for each kind.
enum EventCatalogue {
    static var webhooks: [String: JSON] {
        Dictionary(uniqueKeysWithValues: Event.Kind.allCases.map { ($0.rawValue, describe($0)) })
    }

    private static func describe(_ kind: Event.Kind) -> JSON {
        .object([
            "post": .object([
                "summary": .string(summary(of: kind)), "tags": .array(["Events"]), "security": .array([]),
                "parameters": .array(headers),
                "requestBody": .object([
                    "required": true,
                    "content": .object(["application/json": .object(["schema": EventView.schema.json])]),
                ]),
                "responses": .object([
                    "200": .object(["description": "Any 2xx: it is stored, and not sent again."]),
                    "410": .object(["description": "Nothing is ever to be sent here again."]),
                    "default": .object(["description": "It is sent again later."]),
                ]),
            ])
        ])
    }

    private static let headers: [JSON] = [
        ("webhook-id", "The event's id; the same however often it is sent."),
        ("webhook-timestamp", "Seconds since 1970."),
        ("webhook-signature", "One or more values, separated by spaces: v1, and the signature in base64."),
    ].map { name, description in
        .object([
            "name": .string(name), "in": "header", "required": true, "description": .string(description),
            "schema": .object(["type": "string"]),
        ])
    }

    private static func summary(of kind: Event.Kind) -> String {
        switch kind {
        case .conversationCreated: "A conversation began"
        case .conversationActivated: "A conversation is active, and was new or inactive: somebody wrote"
        case .conversationInactive: "Nothing was said in a conversation for the time of its inactive timer"
        case .conversationClosed: "A conversation was closed; value is by whom, or timer"
        case .conversationResponseOverdue: "A customer waits for an answer longer than the response timer; told once"
        case .conversationOwnerChanged: "A conversation was claimed, handed over or released; value is its new owner"
        case .conversationReferenceChanged: "What another system calls a conversation changed; value is the new name"
        case .conversationCustomerNamed:
            "What the platform calls the customer of an open conversation is known, or changed"
        case .conversationTranscriptChanged:
            "A transcript was asked for by mail, was mailed, or could not be; value is due, mailed or failed"
        case .conversationErased: "A conversation was erased with its customer; value is its id"
        case .messageErased: "A message without a conversation was erased with its customer; value is its id"
        case .customerChanged: "What another system calls a customer changed; value is the customer's address"
        case .customerErased: "A customer was erased; value is the id of the erasure"
        case .messageReceived: "A customer wrote"
        case .clientSettingsChanged: "The settings of a platform's clients were saved; value is the platform"
        case .messageCreated: "A message to a customer was accepted; value is its status"
        case .messageStatusChanged: "A message fared on; value is its new status"
        case .messageDiverted: "A message that waits will leave from another connection; value is its id"
        case .messageMediaChanged: "A file of a message is ready, or failed; value is its state"
        case .messageChanged: "A customer did something to a message; value is edited, unsent or reaction"
        case .messageOptOutSettled: "A possible opt-out was settled by a person"
        case .sendingCapReached:
            "A cap on what is sent in a day was reached, for the first time that day; value names whose"
        case .stopListAdded: "A customer was put on a stop list"
        case .stopListRemoved: "A customer was taken off a stop list"
        case .stopListImported: "Customers were put on a stop list from a file; value is their number"
        case .connectionStateChanged: "A connection is connected or must be reconnected; value is its state"
        case .connectionRenamed: "A connection is called otherwise; value is its new label, missing where it has none"
        case .connectionSendingChanged: "A connection sends, or does not send, from now on; value is its sending mode"
        case .connectionChecklistChanged: "A checklist changed its colour; value is the new one"
        case .connectionCaughtUp: "Messages were fetched that no webhook had brought; value is their number"
        case .agentPresenceChanged: "The presence or capacity of an agent changed; value is the user"
        case .availabilityChanged:
            "Availability rules changed, value is their platform; or, without a value, a time zone or who may answer"
        case .gatewayRestored: "The gateway goes on from a backup"
        case .subscriberDisabled: "A subscriber is not called any more; value is its id"
        case .subscriberTest: "A test, asked for by an administrator; value is the subscriber's id"
        }
    }
}
