/// Where clamd listens: `unix:/run/clamav/clamd.ctl`, or `tcp:host:port`.
public struct ScannerAddress: Sendable, Equatable, CustomStringConvertible {
    enum Place: Sendable, Equatable {
        case unix(path: String)
        case tcp(hostAndPort: String)
    }

    /// Of the path of a Unix socket, its end mark included (`sockaddr_un`).
    private static let longestPath = 108

    let place: Place

    /// `nil` for anything else.
    public init?(_ text: String) {
        if text.hasPrefix("unix:/") {
            let path = text.dropFirst("unix:".count)
            guard path.utf8.count < Self.longestPath, !path.utf8.contains(0), !path.hasSuffix("/") else { return nil }
            place = .unix(path: String(path))
        } else if text.hasPrefix("tcp:") {
            let rest = text.dropFirst("tcp:".count)
            // The same characters as in the address of a mail server, and as few choices; the port must be given.
            guard let server = MailServer("smtp://" + rest), rest.hasSuffix(":\(server.port)") else { return nil }
            place = .tcp(hostAndPort: String(rest))
        } else {
            return nil
        }
    }

    public var description: String {
        switch place {
        case .unix(let path): "unix:\(path)"
        case .tcp(let hostAndPort): "tcp:\(hostAndPort)"
        }
    }
}
