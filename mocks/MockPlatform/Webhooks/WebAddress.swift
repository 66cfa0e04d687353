/// An absolute `http` or `https` URL, cut into pieces without changing a character of any.
public struct WebAddress: Sendable, Equatable {
    public let scheme: String
    /// `user:password`, where there is one.
    public let userInfo: String?
    public let host: String
    public let port: Int?
    /// Path and query as they go over the wire; at least `/`.
    public let target: String
    public let fragment: String?

    /// `nil` where it is no URL that a webhook could be sent to.
    public init?(_ text: String) {
        guard let schemeEnd = text.firstRange(of: "://") else { return nil }
        scheme = text[..<schemeEnd.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let parts = text[schemeEnd.upperBound...].split(
            separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        fragment = parts.count > 1 ? String(parts[1]) : nil
        let rest = parts[0]
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let path = rest[authorityEnd...]
        target = path.hasPrefix("/") ? String(path) : "/" + path
        var authority = rest[..<authorityEnd]
        if let at = authority.lastIndex(of: "@") {
            userInfo = String(authority[..<at])
            authority = authority[authority.index(after: at)...]
        } else {
            userInfo = nil
        }
        // A colon inside brackets belongs to an IPv6 address.
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else { return nil }
            port = Int(number)
            authority = authority[..<colon]
        } else {
            port = nil
        }
        host = String(authority)
        guard !host.isEmpty, !host.contains(where: \.isWhitespace), target.allSatisfy(\.isASCII) else { return nil }
    }

    public var effectivePort: Int {
        port ?? (scheme == "https" ? 443 : 80)
    }

    /// Host and, where it is written, port: what goes into the Host header.
    public var authority: String {
        port.map { "\(host):\($0)" } ?? host
    }

    /// Scheme, host and, where it is written, port.
    public var origin: String {
        "\(scheme)://\(authority)"
    }
}
