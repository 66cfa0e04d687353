public import ConnectorKit

/// The mail server that an operator has chosen, and how to speak to it.
public struct MailServer: Sendable {
    public enum Encryption: Sendable, Hashable {
        /// From the first byte on (`smtps://`).
        case immediate
        /// Agreed upon by STARTTLS. A server that does not offer it is told nothing.
        case startTLS
        /// None. For a server on this machine, or on a network that is trusted.
        case none
    }

    public let host: String
    public let port: Int
    public var encryption: Encryption
    public var user: String?
    public var password: Secret?
    /// A file of certificates (PEM) to trust instead of the system's.
    public var certificateAuthorities: String?
    public var connectTimeout: Duration = .seconds(15)
    /// For a whole mail.
    public var timeout: Duration = .seconds(60)

    /// - Parameter address: `smtp://host`, `smtps://host`, with or without a port. `nil` for anything else: no user, no
    ///   path and no password can stand in it.
    public init?(_ address: String) {
        let (scheme, rest): (Encryption, Substring)
        if address.hasPrefix("smtp://") {
            (scheme, rest) = (.startTLS, address.dropFirst("smtp://".count))
        } else if address.hasPrefix("smtps://") {
            (scheme, rest) = (.immediate, address.dropFirst("smtps://".count))
        } else {
            return nil
        }
        encryption = scheme
        // An IPv6 host stands in brackets.
        let hostEnd = rest.hasPrefix("[") ? rest.firstIndex(of: "]").map(rest.index(after:)) : rest.firstIndex(of: ":")
        if rest.hasPrefix("["), hostEnd == nil { return nil }
        let host = rest[..<(hostEnd ?? rest.endIndex)]
        let bare = host.hasPrefix("[") ? host.dropFirst().dropLast() : host
        guard !bare.isEmpty, bare.allSatisfy({ Self.isPartOfHost($0, inBrackets: host.hasPrefix("[")) }) else {
            return nil
        }
        self.host = String(host)
        guard let hostEnd, hostEnd < rest.endIndex else {
            port = scheme == .immediate ? 465 : 587
            return
        }
        let digits = rest[hostEnd...].dropFirst()
        guard rest[hostEnd] == ":", digits.allSatisfy(\.isASCII), let port = UInt16(digits), port > 0 else {
            return nil
        }
        self.port = Int(port)
    }

    /// Whether it is on this machine for certain.
    public var isLoopback: Bool {
        host.lowercased() == "localhost" || host == "[::1]" || (host.hasPrefix("127.") && IPNetwork(host) != nil)
    }

    var url: String { "\(encryption == .immediate ? "smtps" : "smtp")://\(host):\(port)" }

    private static func isPartOfHost(_ character: Character, inBrackets: Bool) -> Bool {
        guard character.isASCII else { return false }
        if inBrackets { return character.isHexDigit || character == ":" || character == "." }
        return character.isLetter || character.isNumber || character == "-" || character == "."
    }
}
