import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes

/// Twilio's answer to a call that it did not carry out, or may not have.
enum TwilioRefusal {
    /// Twilio: the status says whether the request was processed, the `code` in the body says why not. The `message`
    /// beside it is not passed on: it may quote what was sent.
    static func failure(_ reply: HTTPReply) -> SendFailure {
        let code = (try? JSONDecoder().decode(Answer.self, from: Data(reply.body)))?.code
        switch reply.status {
        case 401:
            let fault = code.flatMap(TwilioFault.init(code:))
            return failure(fault?.disposition == .reconnect ? fault : TwilioFault(code: 20003), code: code, reply)
        case 429:
            return failure(TwilioFault(code: 20429), code: code, reply)
        case 400..<500 where reply.status != 408 && code != nil:
            return failure(code.flatMap(TwilioFault.init(code:)), code: code, reply)
        case 400..<500 where reply.status != 408:
            // Not Twilio's words: something in between answers, and the message is not to blame for it.
            return SendFailure(
                code: "unexpectedReply", disposition: .retry(after: retryAfter(reply)),
                explanation: "The call was refused with status \(reply.status), by something that is not Twilio.")
        default:
            return SendFailure(
                code: "platformUnavailable", disposition: .retry(after: retryAfter(reply)), certainty: .unknown,
                platformCode: code.map(String.init),
                explanation: "Twilio answered with status \(reply.status); the message may have been sent or not.")
        }
    }

    private static func failure(_ fault: TwilioFault?, code: Int?, _ reply: HTTPReply) -> SendFailure {
        guard let fault else {
            return SendFailure(
                code: "refused", disposition: .giveUp, platformCode: code.map(String.init),
                explanation: TwilioFault.reason(code: code).explanation)
        }
        let disposition: SendFailure.Disposition =
            if case .retry(let usual) = fault.disposition {
                .retry(after: retryAfter(reply) ?? usual)
            } else {
                fault.disposition
            }
        return SendFailure(
            code: fault.word, disposition: disposition, platformCode: code.map(String.init),
            explanation: fault.explanation)
    }

    /// In seconds; a date is left to the gateway's own back-off. More than a day is nobody's honest wish.
    private static func retryAfter(_ reply: HTTPReply) -> Duration? {
        guard let text = reply.headers[.retryAfter], let seconds = Int(text), seconds >= 0 else { return nil }
        return .seconds(min(seconds, 86_400))
    }

    private struct Answer: Decodable {
        let code: Int?
    }
}
