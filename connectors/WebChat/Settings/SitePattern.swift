import ConnectorKit
import Foundation

/// Which sites may show a chat, as an administrator writes it: `shop.example`, `*.example.com`,
/// `https://example.com:8443`, `localhost:*`. Without a scheme both are meant, without a port the scheme's own.
struct SitePattern: Sendable, Equatable, CustomStringConvertible {
    let scheme: String?
    /// In ASCII and lower case, without a dot at its end.
    let host: String
    /// Whether any name below the host is meant, and not the host itself.
    let isWildcard: Bool
    let port: Port

    enum Port: Sendable, Equatable {
        case standard
        case any
        case number(Int)
    }

    static let rule = """
        it must be a host such as shop.example, *.example.com or https://example.com:8443, in ASCII \
        (xn--bcher-kva.example for bücher.example).
        """

    init?(_ text: String) {
        var rest = Substring(text.trimmingCharacters(in: .whitespaces).lowercased())
        guard (1...300).contains(rest.utf8.count) else { return nil }
        scheme = rest.hasPrefix("https://") ? "https" : rest.hasPrefix("http://") ? "http" : nil
        if let scheme { rest = rest.dropFirst(scheme.count + 3) }
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        if let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]") {
            let text = rest[rest.index(after: colon)...]
            guard let port = Self.port(text) else { return nil }
            self.port = port
            rest = rest[..<colon]
        } else {
            port = .standard
        }
        isWildcard = rest.hasPrefix("*.")
        if isWildcard { rest = rest.dropFirst(2) }
        guard let host = SiteHost.normal(String(rest)) else { return nil }
        // A wildcard of a whole top-level domain would allow everybody in it.
        guard !isWildcard || (host.contains(".") && !host.hasPrefix("[") && !SiteHost.isAddress(host)) else {
            return nil
        }
        self.host = host
    }

    private static func port(_ text: Substring) -> Port? {
        if text == "*" { return .any }
        guard let number = Int(text), (1...65535).contains(number), String(number) == text else { return nil }
        return .number(number)
    }

    func allows(_ site: Site) -> Bool {
        guard scheme == nil || scheme == site.scheme else { return false }
        switch port {
        case .any: break
        case .standard: guard site.port == site.standardPort else { return false }
        case .number(let number): guard site.port == number else { return false }
        }
        return isWildcard ? site.host.hasSuffix("." + host) : site.host == host
    }

    var description: String {
        let port =
            switch port {
            case .standard: ""
            case .any: ":*"
            case .number(let number): ":\(number)"
            }
        return (scheme.map { "\($0)://" } ?? "") + (isWildcard ? "*." : "") + host + port
    }

    /// As `frame-ancestors` wants it (Content Security Policy Level 3, host-source): without a scheme the browser would
    /// take the frame's own.
    var sources: [String] {
        (scheme.map { [$0] } ?? ["https", "http"]).map { scheme in
            let bare = SitePattern(scheme: scheme, host: host, isWildcard: isWildcard, port: port)
            return bare.description
        }
    }

    private init(scheme: String?, host: String, isWildcard: Bool, port: Port) {
        (self.scheme, self.host, self.isWildcard, self.port) = (scheme, host, isWildcard, port)
    }
}

/// The origin of a page, as a browser says it (RFC 6454).
struct Site: Sendable, Equatable {
    let scheme: String
    let host: String
    let port: Int

    var standardPort: Int { scheme == "https" ? 443 : 80 }

    /// `nil` for `null`, and for whatever no page on the web has.
    init?(_ origin: String) {
        let text = origin.lowercased()
        guard text.utf8.count <= 300 else { return nil }
        guard let scheme = ["https", "http"].first(where: { text.hasPrefix($0 + "://") }) else { return nil }
        var rest = text.dropFirst(scheme.count + 3)
        var port = scheme == "https" ? 443 : 80
        if let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]") {
            guard let number = Int(rest[rest.index(after: colon)...]), (1...65535).contains(number) else { return nil }
            port = number
            rest = rest[..<colon]
        }
        guard let host = SiteHost.normal(String(rest)) else { return nil }
        (self.scheme, self.host, self.port) = (scheme, host, port)
    }

    /// As browsers write it.
    var origin: String { "\(scheme)://\(host)" + (port == standardPort ? "" : ":\(port)") }
}

/// A host in the one form in which two can be compared.
enum SiteHost {
    static func normal(_ text: String) -> String? {
        var text = text
        if text.hasSuffix(".") { text.removeLast() }
        if text.hasPrefix("[") {
            return text.wholeMatch(of: /\[[0-9a-f:.]{2,45}\]/) != nil ? text : nil
        }
        guard text.utf8.count <= 253,
            text.wholeMatch(of: /[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*/)
                != nil
        else { return nil }
        return text
    }

    static func isAddress(_ host: String) -> Bool { host.wholeMatch(of: /[0-9.]+/) != nil }
}
