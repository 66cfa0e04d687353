/// Which hosts are this machine itself.
enum LoopbackAddress {
    /// Names that merely begin like an address (`127.0.0.1.example.com`) are not accepted.
    static func accepts(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "[::1]" { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }
}
