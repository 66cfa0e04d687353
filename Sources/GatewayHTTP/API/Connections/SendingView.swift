import Gateway
import GatewayModel

/// Whether a connection sends, and what sends in its place.
struct SendingView: Codable {
    let mode: String
    let divertsTo: String?

    init(_ sending: Sending) {
        mode = sending.mode.rawValue
        divertsTo = sending.divertsTo?.description
    }

    var sending: Sending {
        get throws {
            guard let mode = SendingMode(rawValue: mode) else {
                let known = SendingMode.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal.invalid("sending.mode", "it must be one of \(known).")
            }
            guard let divertsTo else { return Sending(mode) }
            guard mode != .standard else {
                throw Refusal.invalid("sending.divertsTo", "what sends itself diverts to nothing.")
            }
            guard let id = ID<Connection>(divertsTo) else {
                throw Refusal.invalid("sending.divertsTo", "there is no such connection.")
            }
            return Sending(mode, divertsTo: id)
        }
    }

    static let modes = Schema.string(choices: SendingMode.allCases.map(\.rawValue))

    static let schema = Schema.named(
        "Sending",
        .object([
            .init("mode", modes, description: "Other modes than standard receive only."),
            .init(
                "divertsTo", .string(), isRequired: false,
                description: "The standard connection of the same contact point and platform that sends in its place."),
        ]))
}
