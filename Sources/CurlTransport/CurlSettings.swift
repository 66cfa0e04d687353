/// How ``CurlTransport`` connects.
public struct CurlSettings: Sendable, Hashable {
    /// For the look-up of the name, the connection and its TLS handshake; never more than the call's own timeout.
    public var connectTimeout: Duration = .seconds(5)
    /// A call for which none is free waits, within its timeout. Over HTTP/2 one connection carries many calls.
    public var connectionsPerHost = 64
    public var connections = 512
    /// A connection that was idle for longer is not used again. Shorter than what servers grant: a request that
    /// meets a connection being closed has an unknown outcome.
    public var idleConnectionLife: Duration = .seconds(55)
    /// As `http://host:port` or `socks5h://host:port`; `nil` for none, whatever the environment says.
    ///
    /// Through a proxy the ``AddressPolicy`` sees the proxy's address and nothing else: which hosts may be called
    /// must then be the proxy's rule.
    public var proxy: String?
    /// A file of certificates (PEM) to trust instead of the system's.
    public var certificateAuthorities: String?

    public init() {}
}
