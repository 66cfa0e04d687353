import Glibc

/// An IPv4 or IPv6 address.
///
/// An IPv4 address is kept as its IPv4-mapped IPv6 address, `::ffff:a.b.c.d`, so that the two ways to write it are
/// one value and no rule can be passed by using the other.
public struct IPAddress: Sendable, Hashable, LosslessStringConvertible {
    let number: UInt128

    init(number: UInt128) {
        self.number = number
    }

    init(ipv4: UInt32) {
        number = 0xffff_0000_0000 | UInt128(ipv4)
    }

    /// Strict: four decimal numbers, or any of the forms of RFC 4291. No port, no brackets, no zone.
    public init?(_ text: String) {
        var ipv4 = in_addr()
        var ipv6 = in6_addr()
        // The C functions would not see what follows a zero byte.
        if text.utf8.contains(0) { return nil }
        if inet_pton(AF_INET, text, &ipv4) == 1 {
            self.init(ipv4: UInt32(bigEndian: ipv4.s_addr))
        } else if inet_pton(AF_INET6, text, &ipv6) == 1 {
            self.init(ipv6)
        } else {
            return nil
        }
    }

    init(_ ipv6: in6_addr) {
        number = withUnsafeBytes(of: ipv6) { UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self)) }
    }

    public var description: String {
        if IPNetwork.ipv4.contains(self) {
            return (0..<4).map { String(UInt8(truncatingIfNeeded: number >> (24 - 8 * $0))) }.joined(separator: ".")
        }
        var bytes = number.bigEndian
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        inet_ntop(AF_INET6, &bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
