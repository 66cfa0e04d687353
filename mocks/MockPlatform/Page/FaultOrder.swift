private import HTTPTypes

/// `POST /mock/faults`.
public struct FaultOrder: Decodable, Sendable {
    /// As `messages.create`; absent for every operation.
    let operation: String?
    /// A phone number or another id; absent for all.
    let subject: String?
    /// `status`, `slow`, `answerLate`, `cutBeforeAccepting`, `cutAfterAccepting`, `carrierRefuses`, `duplicate`,
    /// `delay`, `reorder`, `drop` or `wrongSignature`.
    let fault: String?
    let status: Int?
    let code: Int?
    let subcode: Int?
    let retryAfter: Int?
    let milliseconds: Int?
    let finalStatus: String?
    let times: Int?
    let untilCleared: Bool?
    let listLagMilliseconds: Int?

    var planned: Fault? {
        let duration = Duration.milliseconds(milliseconds ?? 1000)
        return switch fault {
        case "status": .status(status ?? 503, code: code, subcode: subcode, retryAfter: retryAfter)
        case "slow": .slow(duration)
        case "answerLate": .answerLate(duration)
        case "cutBeforeAccepting": .cutBeforeAccepting
        case "cutAfterAccepting": .cutAfterAccepting
        case "carrierRefuses": .carrierRefuses(status: finalStatus ?? "undelivered", code: code ?? 30003)
        case "duplicate": .duplicate
        case "delay": .delay(duration)
        case "reorder": .reorder
        case "drop": .drop
        case "wrongSignature": .wrongSignature
        default: nil
        }
    }
}

extension FaultPlan {
    /// Plans what a page or a script asks for.
    public func plan(_ order: FaultOrder) -> MockReply {
        if let lag = order.listLagMilliseconds { listLag = .milliseconds(lag) }
        guard order.fault != nil || order.listLagMilliseconds == nil else { return .json(["planned": true]) }
        guard let fault = order.planned else { return .problem("unknown fault", status: .badRequest) }
        add(
            fault, on: order.operation.map { .init(rawValue: $0) } ?? .any, for: order.subject,
            times: order.untilCleared == true ? nil : order.times ?? 1)
        return .json(["planned": true], status: .created)
    }
}

extension FaultPlan.Rule {
    /// As the page shows it.
    public var panelJSON: JSON {
        [
            "operation": .string(operation.rawValue), "subject": .optional(subject),
            "fault": .string("\(fault)"), "times": times.map(JSON.integer) ?? .null,
        ]
    }
}
