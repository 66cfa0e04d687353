import Foundation

/// Lets calls through to the named hosts only.
///
/// Every call a connector makes goes through one of these, made from ``Connector/hosts(of:)``: what a platform's
/// answer says cannot send our credentials elsewhere.
public struct ConfinedTransport: HTTPTransport {
    private let hosts: Set<String>
    private let inner: any HTTPTransport

    /// - Parameter hosts: each as `host` (the scheme's own port) or `host:port`, lower case.
    public init(to hosts: Set<String>, over inner: any HTTPTransport) {
        self.hosts = hosts
        self.inner = inner
    }

    /// Makes the call, or refuses it before a name is looked up.
    public func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply {
        guard let host = Self.hostAndPort(of: call.url), hosts.contains(host) else {
            throw TransportFailure(
                kind: .addressRefused, certainty: .notSent,
                explanation: "This connection may not call \(Self.hostAndPort(of: call.url) ?? "such an address").")
        }
        return try await inner.exchange(call)
    }

    /// `host` or `host:port` of an absolute http or https address; `nil` for anything else and for one with a user.
    public static func hostAndPort(of url: String) -> String? {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            let host = parts.host?.lowercased(), !host.isEmpty, parts.user == nil, parts.password == nil
        else { return nil }
        let standard: Int
        switch scheme {
        case "https": standard = 443
        case "http": standard = 80
        default: return nil
        }
        guard let port = parts.port, port != standard else { return host }
        return "\(host):\(port)"
    }
}
