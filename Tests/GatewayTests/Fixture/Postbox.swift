import Gateway
import Synchronization

/// A mail server that keeps what it gets, or fails as long as it is told to.
final class Postbox: MailSender {
    private let state = Mutex((mails: [Mail](), tries: 0, failure: MailFailure?.none))

    var mails: [Mail] { state.withLock { $0.mails } }
    var tries: Int { state.withLock { $0.tries } }

    func fail(_ kind: MailFailure.Kind?) {
        state.withLock { $0.failure = kind.map { MailFailure($0, "The mail server is down.") } }
    }

    func send(_ mail: Mail) async throws(MailFailure) {
        let failure = state.withLock { state in
            state.tries += 1
            if state.failure == nil { state.mails.append(mail) }
            return state.failure
        }
        if let failure { throw failure }
    }
}
