public import Foundation

/// One attempt to deliver one webhook.
public struct Delivery: Sendable {
    public enum Outcome: Sendable, Equatable {
        /// Answered, with whatever status.
        case answered(status: Int)
        /// No TCP connection.
        case notConnected(String)
        /// Connected, but no whole answer: closed, or too slow.
        case noAnswer(String)
        /// Kept back by a fault and never sent.
        case dropped
        /// Refused by the mock: the target is not on this machine.
        case notLoopback
    }

    public let at: Date
    public let operation: Operation
    /// What it is about, for example the platform's id of the message.
    public let subject: String
    /// As the gateway registered it, and as it is signed.
    public let url: String
    public let fields: FormFields
    public let outcome: Outcome
    public let responseBody: [UInt8]
    public let responseType: String?
    /// The fault that was played on this attempt.
    public let fault: Fault?

    public var succeeded: Bool {
        guard case .answered(let status) = outcome else { return false }
        return (200..<300).contains(status)
    }
}

extension Delivery.Outcome: CustomStringConvertible {
    public var description: String {
        switch self {
        case .answered(let status): "HTTP \(status)"
        case .notConnected(let reason): "no connection: \(reason)"
        case .noAnswer(let reason): "no answer: \(reason)"
        case .dropped: "dropped"
        case .notLoopback: "refused: not a loopback address"
        }
    }
}
