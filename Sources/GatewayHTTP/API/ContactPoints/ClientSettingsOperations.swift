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
                return try tagged(try settings.settings(at: contactPoint, on: platform, in: transaction), on: platform)
            })
    }

    private var check: Operation {
        Operation(
            method: .post, path: Self.path + "/check",
            summary: "Check settings of a platform's clients without saving them: what would apply, and be minded",
            tag: "Contact points", level: .administrator, request: .anyObject,
            answer: .init(status: 200, schema: ClientSettingsView.schema),
            work: .read { call, transaction in
                let (contactPoint, platform) = try call.place()
                let checked = try settings.settings(with: call.body, at: contactPoint, on: platform, in: transaction)
                return try .json(view(checked, on: platform))
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
                return try tagged(saved, on: platform)
            })
    }

    private static func tag(of document: ClientSettingsDocument) -> String { "\"\(document.version)\"" }

    @Sendable private func tagged(
        _ document: ClientSettingsDocument, on platform: Platform
    ) throws -> Operation.Reply {
        var reply = try Operation.Reply.json(view(document, on: platform))
        reply.tag = Self.tag(of: document)
        return reply
    }

    @Sendable private func view(
        _ document: ClientSettingsDocument, on platform: Platform
    ) throws -> ClientSettingsView {
        ClientSettingsView(
            version: document.version, settings: document.document,
            warnings: try settings.warnings(about: document, on: platform).map {
                ClientSettingsView.Warning(field: $0.name, reason: $0.reason)
            })
    }
}

/// A document as it applies.
struct ClientSettingsView: Encodable {
    let version: String
    let settings: JSONTree
    let warnings: [Warning]

    struct Warning: Encodable {
        let field, reason: String
    }

    static let schema = Schema.named(
        "ClientSettings",
        .object([
            .init(
                "version", .string(), description: "Another one after each change; 0 where nothing was ever saved."),
            .init("settings", .anyObject, description: "The whole document; the platform's chapter tells its fields."),
            .init(
                "warnings", .array(.object([.init("field", .string()), .init("reason", .string())])),
                description: "What is not wrong, and should be minded."),
        ]))
}

extension Operation.Call {
    fileprivate func place() throws -> (ContactPointID, Platform) {
        (try contactPoint(), Platform(rawValue: parameters["platform"] ?? ""))
    }
}
