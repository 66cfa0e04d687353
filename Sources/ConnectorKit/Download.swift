public import GatewayModel

/// Calls whose answers are too large to be held in memory.
public protocol DownloadingTransport: HTTPTransport {
    /// Sends the call once and hands the body of a 200 to the sink as it comes; the reply that is returned has none.
    ///
    /// The body of every other answer is dropped. One longer than ``HTTPCall/maximumReplyBytes``, by its own word or as
    /// it comes, is ``TransportFailure/Kind/tooLarge``: the sink may have taken bytes of it, never more than that
    /// many. Whoever made the sink throws its bytes away where this throws.
    func download(_ call: HTTPCall, to sink: any DownloadSink) async throws(TransportFailure) -> HTTPReply
}

/// Where the bytes of a download go.
public protocol DownloadSink: Sendable {
    /// Called with one piece after the other, never with two at once, and on the thread that carries every other call
    /// of the transport: a write to a file is short enough, a wait is not.
    ///
    /// - Returns: `false` where the bytes cannot be kept; then the call ends with
    ///   ``TransportFailure/Kind/notKept``.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool
}

/// The ability to fetch the files that customers send.
public protocol FetchesMedia: Connector {
    /// The call that asks for a file of a message that came over this connection, with credentials where the platform
    /// wants them.
    ///
    /// Credentials only for an address that the platform's own documentation gives to files, on one of
    /// ``Connector/hosts(of:)``; any other is refused with ``SendFailure/Disposition/giveUp``, for a webhook's word
    /// does not vouch for a host. A call without credentials may go to any host that the documentation gives to files.
    /// Redirects are followed by the gateway, which leaves the credentials out where the
    /// origin is another. Pure, but for the moment and the random word of a signature.
    func mediaCall(for media: RemoteMedia, at connection: OpenConnection) throws(SendFailure) -> HTTPCall
}
