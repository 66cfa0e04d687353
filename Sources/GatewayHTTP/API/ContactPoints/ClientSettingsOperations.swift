import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes

/// `/v1/contact-points/{id}/platforms/{platform}/settings`: what an administrator chooses for the clients of a platform
/// that the gateway serves itself.
struct ClientSettingsOperations {
    let settings: ClientSettingsDesk

    var all: [Operation] { [show, check, save] }

    private static let path = "/v1/contact-points/{id}/platforms/{platform}/settings"

    private var show: Operation {
        Operation(
            method: .get, path: Self.path, summary: "Show the settings of a platform's clients", tag: "Contact points",
            level: .agent, answer: .init(status: 200, schema: ClientSettingsView.schema),
            isTagged: true,
            work: .read { call, transaction in
                let (contactPoint, platform) = try call.place()
                return try view(try settings.settings(at: contactPoint, on: platform, in: transaction), on: platform)
            })
    }

    private var check: Operation {
        Operation(
            method: .post, path: Self.path + "/check",
            summary: "Say what is wrong with settings of a platform's clients, and what to mind, without saving them",
            tag: "Contact points", level: .administrator, request: .anyObject,
            answer: .init(status: 200, schema: ClientSettingsCheck.schema),
            work: .read { call, transaction in
                let (contactPoint, platform) = try call.place()
                do {
                    let document = try settings.settings(
                        with: call.body, at: contactPoint, on: platform, in: transaction)
                    return try .json(ClientSettingsCheck(warnings: warnings(document, on: platform)))
                } catch let refusal as Refusal where !refusal.fields.isEmpty {
                    let errors = refusal.fields.map { FieldRemark(field: $0.name, reason: $0.reason) }
                    return try .json(ClientSettingsCheck(errors: errors))
                }
            })
    }

    private var save: Operation {
        Operation(
            method: .put, path: Self.path,
            summary: "Save settings of a platform's clients: those that are given; the others stay",
            tag: "Contact points", level: .administrator, request: .anyObject,
            answer: .init(status: 200, schema: ClientSettingsView.schema), isTagged: true,
            work: .steps { call in
                let (contactPoint, platform) = try call.place()
                let saved = try await settings.save(
                    call.body, at: contactPoint, on: platform, by: call.principal.name
                ) { transaction, before in
                    try call.permitted(transaction)
                    try call.requireMatch(Self.tag(of: before))
                }
                return try view(saved, on: platform)
            })
    }

    private static func tag(of document: ClientSettingsDocument) -> String { "\"\(document.version)\"" }

    @Sendable private func view(
        _ document: ClientSettingsDocument, on platform: Platform
    ) throws -> Operation.Reply {
        var reply = try Operation.Reply.json(
            ClientSettingsView(
                version: document.version, settings: document.document, warnings: warnings(document, on: platform)))
        reply.tag = Self.tag(of: document)
        return reply
    }

    @Sendable private func warnings(_ document: ClientSettingsDocument, on platform: Platform) throws -> [FieldRemark] {
        try settings.warnings(about: document, on: platform).map { FieldRemark(field: $0.name, reason: $0.reason) }
    }
}

/// What there is to say of a field.
private struct FieldRemark: Encodable {
    let field, reason: String

    static let schema = Schema.object([.init("field", .string()), .init("reason", .string())])
}

/// What saving a document would come to.
private struct ClientSettingsCheck: Encodable {
    var errors: [FieldRemark] = []
    var warnings: [FieldRemark] = []

    static let schema = Schema.named(
        "ClientSettingsCheck",
        .object([
            .init("errors", .array(FieldRemark.schema), description: "What is wrong: with any, saving is refused."),
            .init("warnings", .array(FieldRemark.schema), description: "What is not wrong, and should be minded."),
        ]))
}

/// A document as it applies.
private struct ClientSettingsView: Encodable {
    let version: String
    let settings: JSONTree
    let warnings: [FieldRemark]

    static let schema = Schema.named(
        "ClientSettings",
        .object([
            .init(
                "version", .string(), description: "Another one after each change; 0 where nothing was ever saved."),
            .init("settings", .anyObject, description: "The whole document; the platform's chapter tells its fields."),
            .init(
                "warnings", .array(FieldRemark.schema), description: "What is not wrong, and should be minded."),
        ]))
}

extension Operation.Call {
    fileprivate func place() throws -> (ContactPointID, Platform) {
        (try contactPoint(), Platform(rawValue: parameters["platform"] ?? ""))
    }
}
