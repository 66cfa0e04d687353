import GatewayModel

/// Whom a notification is for.
public enum Recipients: Sendable, Equatable {
    /// Whatever is wrong with the only one is wrong with the whole call.
    case one(String)
    /// Each is answered by itself.
    case list([String])

    var typed: [String] {
        switch self {
        case .one(let text): [text]
        case .list(let texts): texts
        }
    }
}

/// Recipients as they were typed: which can be written to, which cannot be read, and which are there twice.
public struct RecipientList: Sendable {
    static let duplicate = StatusReason(
        code: "duplicate", explanation: "The same recipient stands earlier in this call.")

    private static let mostWarnings = 20

    let recipients: [NotificationRecipient]
    /// What is odd about addresses that can be right, by the numbers of their recipients.
    let doubts: [Int: String]
    /// Why the only one cannot be written to.
    let refusal: String?

    var someone: Address? { recipients.lazy.compactMap(\.address).first }

    init(_ typed: [String], _ read: (String) throws -> AddressReader.Reading) rethrows {
        var seen: Set<Address> = []
        var doubts: [Int: String] = [:]
        var refusal: String?
        recipients = try typed.enumerated().map { number, text in
            switch try read(text) {
            case .address(let typed):
                doubts[number] = typed.doubt
                let isNew = seen.insert(typed.address).inserted
                return NotificationRecipient(
                    number: number, given: text, address: typed.address,
                    outcome: isNew ? .waiting : .refused(Self.duplicate))
            case .refused(let reason):
                refusal = reason
                let explanation = "The address cannot be used: \(reason)"
                return NotificationRecipient(
                    number: number, given: text, address: nil,
                    outcome: .refused(StatusReason(code: "invalidRecipient", explanation: explanation)))
            }
        }
        self.doubts = doubts
        self.refusal = recipients.count == 1 ? refusal : nil
    }

    /// What is odd about some of the addresses; of very many the first.
    public func warnings(about given: Recipients) -> [SendingWarning] {
        doubts.sorted { $0.key < $1.key }.prefix(Self.mostWarnings).map { number, doubt in
            if case .one = given { SendingWarning(doubt: doubt) } else { SendingWarning(doubt: doubt, number: number) }
        }
    }
}
