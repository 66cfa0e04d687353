import CPostgres

/// Where a PostgreSQL database is, and as whom it is used: a URL, `postgres://user:password@host:port/database`, with
/// libpq's parameters behind a `?`. What it does not say, libpq takes from its own environment and password file.
///
/// It never shows its password: neither described nor in an error.
public struct PostgresAddress: Sendable, CustomStringConvertible {
    /// What libpq is told.
    let url: String
    public let description: String

    /// - Returns: `nil` for anything but such a URL.
    public init?(_ text: String) {
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://"),
            let parts = Self.parts(of: text)
        else { return nil }
        // A password with a sign that is not written as %40 would become part of the host, and be shown.
        let host = parts["host"] ?? ""
        guard !host.contains("@"),
            (parts["port"] ?? "").split(separator: ",").allSatisfy({ UInt16($0) != nil })
        else { return nil }
        url = text
        let user = parts["user"].map { "\($0)@" } ?? ""
        let port = parts["port"].map { ":\($0)" } ?? ""
        description = "postgres://\(user)\(host)\(port)/\(parts["dbname"] ?? "")"
    }

    /// libpq's own reading of a URL. Its complaints quote what they are about, so they are not passed on.
    private static func parts(of text: String) -> [String: String]? {
        var complaint: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &complaint) else {
            PQfreemem(complaint)
            return nil
        }
        defer { PQconninfoFree(options) }
        var parts: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { parts[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return parts
    }

    /// Names and values, as `PQconnectdbParams` takes them: what is said last of a name counts.
    var parameters: [(name: String, value: String)] {
        [
            // A peer that is gone without a word is noticed, and nobody waits for it for hours.
            ("connect_timeout", "10"), ("keepalives_idle", "10"), ("keepalives_interval", "5"),
            ("keepalives_count", "3"), ("tcp_user_timeout", "20000"),
            ("dbname", url),
            ("client_encoding", "UTF8"), ("fallback_application_name", "gatehouse"),
        ]
    }
}
