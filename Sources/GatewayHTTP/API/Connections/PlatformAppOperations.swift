import ConnectorKit
import Gateway
import GatewayModel
import HTTPTypes
import Signing

/// `/v1/platform-apps`: credentials and webhook addresses.
struct PlatformAppOperations {
    let surroundings: Surroundings
    let apps: PlatformApps

    var all: [Operation] { [list, create, show, change, remove] }

    private func view(_ app: PlatformApp) -> PlatformAppView { PlatformAppView(app, surroundings) }

    private var list: Operation {
        Operation(
            method: .get, path: "/v1/platform-apps", summary: "List platform apps", tag: "Connections",
            level: .manager,
            answer: .init(status: 200, schema: ListView<PlatformAppView>.schema(of: PlatformAppView.schema)),
            work: .read { _, transaction in try .json(ListView(all: try transaction.apps().map(view))) })
    }

    private var create: Operation {
        Operation(
            method: .post, path: "/v1/platform-apps",
            summary: "Register a platform's account or app; its webhook addresses are in the answer",
            tag: "Connections", level: .administrator, request: NewPlatformApp.schema,
            answer: .init(status: 201, schema: PlatformAppView.schema),
            work: .write { call, transaction in
                let given = try call.decode(NewPlatformApp.self)
                let app = try apps.create(
                    platform: Platform(rawValue: given.platform), label: try Label.check(given.label),
                    settings: given.settings, by: call.principal.name, in: transaction)
                return try .json(view(app), status: 201)
            }, afterwards: apps.changed)
    }

    private var show: Operation {
        Operation(
            method: .get, path: "/v1/platform-apps/{id}", summary: "Show a platform app; never its secrets",
            tag: "Connections", level: .manager, answer: .init(status: 200, schema: PlatformAppView.schema),
            isTagged: true, work: .show(document))
    }

    @Sendable private func document(
        _ call: Operation.Call, _ transaction: any StoreTransaction
    ) throws -> Operation.Reply {
        guard let app = try transaction.app(call.id("platform app")) else { throw Refusal.notFound("platform app") }
        // The secrets are not shown, and yet two may replace one at the same time.
        let secrets = try transaction.sealedSecrets(of: app.id) ?? []
        let view = view(app)
        return try .json(view).tagged(by: PlatformAppView.Tagged(view: view, secrets: Hash.sha256.digest(secrets)))
    }

    private var change: Operation {
        Operation(
            method: .patch, path: "/v1/platform-apps/{id}",
            summary:
                "Change a platform app. A replaced secret is still honoured on webhooks for 24 hours; connections that need a reconnect are tried again",
            tag: "Connections", level: .administrator, request: PlatformAppChange.schema,
            answer: .init(status: 200, schema: PlatformAppView.schema), isTagged: true,
            work: .change(of: document) { call, transaction in
                let given = try call.decode(PlatformAppChange.self)
                _ = try apps.update(
                    call.id("platform app"), label: try given.label.map(Label.check),
                    settings: (given.settings ?? [:]).compactMapValues(\.self),
                    removing: Set((given.settings ?? [:]).filter { $0.value == nil }.keys), by: call.principal.name,
                    in: transaction)
            }, afterwards: apps.changed)
    }

    private var remove: Operation {
        Operation(
            method: .delete, path: "/v1/platform-apps/{id}", summary: "Remove a platform app nobody uses",
            tag: "Connections", level: .administrator, answer: .init(status: 204, schema: nil), refusals: [409],
            work: .write { call, transaction in
                try apps.delete(call.id("platform app"), by: call.principal.name, in: transaction)
                return .nothing
            }, afterwards: apps.changed)
    }
}

struct PlatformAppView: Encodable {
    let id, platform, label, createdAt: String
    /// Without the secrets.
    let settings: [String: String]
    let webhooks: [Webhook]

    struct Tagged: Encodable {
        let view: PlatformAppView
        let secrets: [UInt8]
    }

    struct Webhook: Encodable {
        let method, purpose, url: String
    }

    init(_ app: PlatformApp, _ surroundings: Surroundings) {
        id = app.id.description
        platform = app.platform.rawValue
        label = app.label
        createdAt = TimeText.of(app.createdAt)
        settings = app.settings
        webhooks = (surroundings.connectors[app.platform]?.webhooks ?? []).map { route in
            Webhook(
                method: route.method.rawValue, purpose: route.purpose == .events ? "events" : "deliveryReports",
                url: surroundings.webhookAddress(of: app, path: route.path))
        }
    }

    static let schema = Schema.named(
        "PlatformApp",
        .object([
            .init("id", .string()), .init("platform", .string()), .init("label", .string()),
            .init("createdAt", .time), .init("settings", .map(.string())),
            .init(
                "webhooks",
                .array(
                    .object([
                        .init("method", .string()), .init("purpose", .string(choices: ["events", "deliveryReports"])),
                        .init("url", .string(format: "uri")),
                    ]))),
        ]))
}

struct NewPlatformApp: RequestBody {
    let platform: String
    let label: String
    let settings: [String: String]

    static let schema = Schema.named(
        "NewPlatformApp",
        .object([
            .init("platform", .string()), .init("label", .string(length: 1...100)),
            .init(
                "settings", .map(.string()),
                description: "By the keys of the platform's `appSettings`; secrets are sealed and never shown again."),
        ]))
}

struct PlatformAppChange: RequestBody {
    let label: String?
    let settings: [String: String?]?

    static let schema = Schema.named(
        "PlatformAppChange",
        .object([
            .init("label", .string(length: 1...100), isRequired: false),
            .init(
                "settings", .map(.string()), isRequired: false,
                description: "What is not given stays; null removes what is not required."),
        ]))
}

/// A name for people.
enum Label {
    static func check(_ text: String) throws -> String {
        guard (1...100).contains(text.count), !text.allSatisfy(\.isWhitespace),
            !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else {
            throw Refusal.invalid("label", "it must have 1 to 100 characters on one line.")
        }
        return text
    }
}
