import ConnectorKit
import GatewayModel

/// Whether a platform still lets us write to a customer, by what its connector declares.
struct ReplyWindows: Sendable {
    private let surroundings: Surroundings

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    enum Answer: Equatable {
        /// The platform has no windows.
        case free
        case open(ReplyWindow)
        case closed(StatusReason)

        var window: ReplyWindow? {
            if case .open(let window) = self { window } else { nil }
        }
    }

    /// The customer said something, and may be answered for a while.
    ///
    /// - Parameter moment: by the platform's clock, which may be ahead of ours.
    func note(
        _ customer: Address, saidSomethingTo connection: Connection, at moment: Timestamp?,
        in transaction: any StoreTransaction
    ) throws {
        guard surroundings.connectors[connection.platform]?.capabilities.replyWindows.isEmpty == false else { return }
        let now = surroundings.clock.now
        try transaction.noteLastWord(of: customer, to: connection.id, at: min(moment ?? now, now))
    }

    /// - Parameter author: as the message names its author.
    func answer(
        to customer: Address, from connection: Connection, by author: String, in transaction: any StoreTransaction
    ) throws -> Answer {
        let windows = surroundings.connectors[connection.platform]?.capabilities.replyWindows ?? []
        guard !windows.isEmpty else { return .free }
        guard let last = try transaction.lastWord(of: customer, to: connection.id) else { return .closed(Self.noWord) }
        let silence = surroundings.clock.now - last
        let isPerson = ID<User>(author) != nil
        let open = windows.first { window in
            silence < window.length && (isPerson || !window.isForPersons) && window.isThere(for: connection)
        }
        return open.map { .open($0) } ?? .closed(Self.tooLate)
    }

    static let code = "replyWindowClosed"

    private static let noWord = StatusReason(
        code: code, explanation: "The customer has not written lately, and the platform lets nobody else begin.")

    private static let tooLate = StatusReason(
        code: code, explanation: "It is too long since the customer's last word: the platform lets nothing out now.")
}
