import ConnectorKit

/// What libcurl's callbacks have noted about one transfer: its reply as far as it has come, and the evidence from
/// which a failure is explained.
struct TransferRecord {
    var head = ReplyHead()
    var body: [UInt8] = []
    /// The request was handed to a connection, so that some or all of it may have arrived.
    private(set) var wasOffered = false
    /// The policy refused an address.
    var sawRefusedAddress = false
    /// The policy let an address through.
    var sawPermittedAddress = false
    var overflowed = false
    /// Who was to keep the bytes could not.
    private(set) var sinkRefused = false
    private var bytesTaken = 0

    /// Conservative: what was handed over counts as arrived.
    var certainty: SendFailure.Certainty {
        wasOffered ? .unknown : .notSent
    }

    /// libcurl is about to write the request. `false` where it did so before.
    ///
    /// libcurl writes a request again, on a fresh connection, where a kept connection ended without an answer. The
    /// server may have processed it all the same: only the sender can know whether twice is harmless.
    mutating func offer() -> Bool {
        defer { wasOffered = true }
        return !wasOffered
    }

    mutating func readHead(_ line: UnsafeRawBufferPointer) -> Bool {
        if !head.read(line) { overflowed = true }
        return !overflowed
    }

    mutating func readBody(_ bytes: UnsafeRawBufferPointer, upTo maximum: Int) -> Bool {
        guard count(bytes, upTo: maximum) else { return false }
        body.append(contentsOf: bytes)
        return true
    }

    /// - Parameter sink: `nil` for bytes that nobody wants.
    mutating func passOn(_ bytes: UnsafeRawBufferPointer, to sink: (any DownloadSink)?, upTo maximum: Int) -> Bool {
        guard count(bytes, upTo: maximum) else { return false }
        if let sink, !sink.take(bytes) { sinkRefused = true }
        return !sinkRefused
    }

    private mutating func count(_ bytes: UnsafeRawBufferPointer, upTo maximum: Int) -> Bool {
        if bytes.count > maximum - bytesTaken {
            overflowed = true
        } else {
            bytesTaken += bytes.count
        }
        return !overflowed
    }
}
