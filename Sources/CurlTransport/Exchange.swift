import ConnectorKit

/// One call from its beginning to its result.
///
/// Made by the caller; from the moment it is in the ``Inbox``, only the thread of the ``TransferLoop`` touches what
/// can change. The lock of the inbox lies between the two.
final class Exchange: @unchecked Sendable {
    typealias Outcome = Result<HTTPReply, TransportFailure>

    let call: HTTPCall
    /// Where the body goes; `nil` for the reply itself.
    let sink: (any DownloadSink)?
    let deadline: ContinuousClock.Instant
    /// Who waits. `nil` before the beginning and after the end.
    var continuation: CheckedContinuation<Outcome, Never>?
    /// What carries it, while it is under way.
    var handle: EasyHandle?
    /// A cancellation may overtake the beginning.
    var isCanceled = false

    init(_ call: HTTPCall, to sink: (any DownloadSink)? = nil) {
        self.call = call
        self.sink = sink
        deadline = .now + min(call.timeout, .longestForCurl)
    }

    func settle(_ outcome: Outcome) {
        continuation?.resume(returning: outcome)
        continuation = nil
    }

    /// Without the record of a transfer there was none, and nothing was sent.
    func fail(_ kind: TransportFailure.Kind, _ record: TransferRecord = TransferRecord()) {
        settle(.failure(TransportFailure(kind, certainty: record.certainty, to: call)))
    }
}
