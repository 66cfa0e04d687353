internal import Foundation
internal import MockPlatform

/// `POST /mock/text`.
struct TextOrder: Decodable {
    let from: String
    let to: String
    let body: String?
    /// `data:image/png;base64,…`
    let media: [String]?
}

/// `POST /mock/numbers/{number}`.
struct NumberOrder: Decodable {
    let optOutHandling: OptOutHandling?
    let smsURL: String?
    let smsMethod: String?
}

/// `POST /mock/faults`.
struct FaultOrder: Decodable {
    /// As `messages.create`; absent for every operation.
    let operation: String?
    /// A phone number or a sid; absent for all.
    let subject: String?
    /// `status`, `slow`, `answerLate`, `cutBeforeAccepting`, `cutAfterAccepting`, `carrierRefuses`, `duplicate`,
    /// `delay`, `reorder`, `drop` or `wrongSignature`.
    let fault: String?
    let status: Int?
    let code: Int?
    let retryAfter: Int?
    let milliseconds: Int?
    let finalStatus: String?
    let times: Int?
    let untilCleared: Bool?
    let listLagMilliseconds: Int?

    var planned: Fault? {
        let duration = Duration.milliseconds(milliseconds ?? 1000)
        return switch fault {
        case "status": .status(status ?? 503, code: code, retryAfter: retryAfter)
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

extension MockMedia {
    /// Reads `data:<type>;base64,<bytes>` (RFC 2397).
    init?(dataURL: String) {
        guard dataURL.hasPrefix("data:"), let comma = dataURL.firstIndex(of: ",") else { return nil }
        let head = dataURL[..<comma].dropFirst("data:".count)
        guard head.hasSuffix(";base64"),
            let bytes = Data(base64Encoded: String(dataURL[dataURL.index(after: comma)...]))
        else { return nil }
        self.init(contentType: String(head.dropLast(";base64".count)), bytes: Array(bytes))
    }
}
