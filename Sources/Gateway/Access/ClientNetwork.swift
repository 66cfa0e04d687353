/// Whose failures are counted together: an IPv4 address, or the 64 bits of an IPv6 address that a provider hands to one
/// customer, who may choose the other 64 anew for every request.
struct ClientNetwork: Hashable, Sendable {
    private let text: String

    /// - Parameter address: as a socket or a proxy writes it. What is no address stands for itself.
    init(_ address: String) {
        text = Self.ofIPv6(address) ?? address
    }

    /// `nil` for anything but an IPv6 address.
    private static func ofIPv6(_ address: String) -> String? {
        let halves = address.prefix { $0 != "%" }.split(separator: "::", omittingEmptySubsequences: false)
        guard address.contains(":"), halves.count <= 2 else { return nil }
        // An IPv4 address in the clothes of an IPv6 address is itself.
        let pieces = halves.map { $0.split(separator: ":") }
        if let ipv4 = pieces.last?.last, ipv4.contains(".") { return String(ipv4) }
        guard pieces.map(\.count).reduce(0, +) <= 8 else { return nil }
        let head = pieces[0].map { UInt16($0, radix: 16) }
        let tail = pieces.count == 2 ? pieces[1].map { UInt16($0, radix: 16) } : []
        let groups = head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail
        guard !groups.contains(nil), pieces.count == 2 || head.count == 8 else { return nil }
        return groups.prefix(4).map { String($0 ?? 0, radix: 16) }.joined(separator: ":") + "::/64"
    }
}
