import ConnectorKit
import GatewayModel

/// How a step is answered, as it was sent to us.
public struct ConnectingReply: Sendable {
    /// The step's id.
    public let step: String
    /// By field; may hold secrets.
    public let settings: [String: String]
    public let choices: [String]
    public let isConfirmed: Bool
    /// What was typed, or the address that the browser was sent back to.
    public let text: String?

    public init(
        step: String, settings: [String: String] = [:], choices: [String] = [], isConfirmed: Bool = false,
        text: String? = nil
    ) {
        self.step = step
        self.settings = settings
        self.choices = choices
        self.isConfirmed = isConfirmed
        self.text = text
    }
}

/// What a session knows so far. It holds secrets: stored sealed, never described.
struct ConnectingDraft: Codable, Sendable, CustomStringConvertible {
    /// The step that is to be answered now, as far as an answer is held against it.
    struct Asked: Codable {
        enum Kind: Codable {
            case confirm
            case enter(keys: [String])
            case choose(ids: [String], several: Bool)
            /// A text, or where a page of the platform's sent the browser back to.
            case text
            /// A page to open, or a time to wait: there is nothing to say but that it is over.
            case pass
        }

        let step: String
        let kind: Kind
    }

    let purpose: ConnectingProgress.Purpose
    let platformName: String
    /// Of the new connections.
    let contactPoint: String?
    let reconnected: Int64?
    let app: Int64
    /// Of an app that does not exist yet; `nil` for one that does.
    let newEndpoint: String?
    var settings: [String: String] = [:]
    var secrets: [String: String] = [:]
    /// What the platform gave on the way, by the connector's own keys.
    var granted: [String: String] = [:]
    /// What a browser that the platform sends back must bring along.
    let state: String
    var answers: [String: ConnectingAnswer] = [:]
    var asked: Asked?

    var platform: Platform { Platform(rawValue: platformName) }
    var appID: ID<PlatformApp> { ID(rawValue: app) }
    var description: String { "connecting \(platformName)" }

    /// Remembers what is asked. Where it cannot go on, the question before can be answered once more.
    mutating func note(_ step: ConnectingStep) {
        for (key, secret) in step.granted {
            let text = secret.reveal()
            granted[key] = text.isEmpty ? nil : text
        }
        switch step.kind {
        case .confirm: asked = Asked(step: step.id, kind: .confirm)
        case .enter(let fields): asked = Asked(step: step.id, kind: .enter(keys: fields.map(\.key)))
        case .choose(let choices, let several):
            asked = Asked(step: step.id, kind: .choose(ids: choices.map(\.id), several: several))
        case .ask, .open(_, returns: true): asked = Asked(step: step.id, kind: .text)
        case .open, .wait: asked = Asked(step: step.id, kind: .pass)
        case .failed: if asked == nil { asked = Asked(step: step.id, kind: .pass) }
        case .connect: break
        }
    }

    /// Takes an answer in, if it is one to what is asked.
    mutating func take(_ reply: ConnectingReply, from connector: any Connector) throws {
        guard let asked, asked.step == reply.step else {
            throw Refusal.invalid("step", "the step to be answered is \"\(asked?.step ?? "")\".")
        }
        if case .enter = asked.kind {
        } else if !reply.settings.isEmpty {
            throw Refusal.invalid("settings", "this step asks for no settings.")
        }
        if case .choose = asked.kind {
        } else if !reply.choices.isEmpty {
            throw Refusal.invalid("choices", "this step offers nothing to choose from.")
        }
        if case .text = asked.kind {
        } else if reply.text != nil {
            throw Refusal.invalid("text", "this step asks for no text.")
        }
        switch asked.kind {
        case .confirm:
            guard reply.isConfirmed else {
                throw Refusal.invalid("confirmed", "it must be true to go on; end the session to leave it.")
            }
        case .enter(let keys):
            // What is plain and known need not be entered again; a secret that was refused must be.
            let fields = connector.settings.app.filter { keys.contains($0.key) }
            let (plain, hidden) = try SettingsCheck.check(
                reply.settings, known: Set(settings.keys), against: fields)
            settings.merge(plain) { _, new in new }
            secrets.merge(hidden) { _, new in new }
        case .choose(let ids, let several):
            try Self.check(reply.choices, of: ids, several: several)
        case .text:
            guard (reply.text ?? "").utf8.count <= 8192 else { throw Refusal.invalid("text", "it is too long.") }
        case .pass: break
        }
        answers[reply.step] = ConnectingAnswer(
            choices: reply.choices, isConfirmed: reply.isConfirmed, text: reply.text)
    }

    private static func check(_ choices: [String], of ids: [String], several: Bool) throws {
        guard !choices.isEmpty, several || choices.count == 1 else {
            throw Refusal.invalid("choices", several ? "choose at least one." : "choose one.")
        }
        var seen: Set<String> = []
        for (index, choice) in choices.enumerated() {
            guard ids.contains(choice) else {
                throw Refusal.invalid("choices[\(index)]", "it is not one of those that are offered.")
            }
            guard seen.insert(choice).inserted else {
                throw Refusal.invalid("choices[\(index)]", "it is chosen twice.")
            }
        }
    }
}
