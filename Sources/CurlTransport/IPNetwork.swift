/// A range of addresses with a common prefix: `10.1.0.0/16`, `fd00::/8`, or a single address.
public struct IPNetwork: Sendable, Hashable, LosslessStringConvertible {
    /// Where IPv4 addresses lie among IPv6 addresses.
    static let ipv4 = IPNetwork(prefix: IPAddress(ipv4: 0), length: 96)

    private let prefix: IPAddress
    /// In bits, of 128.
    private let length: Int

    private init(prefix: IPAddress, length: Int) {
        self.prefix = prefix
        self.length = length
    }

    /// `nil` for anything but an address with an optional prefix length, and where a bit behind the prefix is set:
    /// `10.1.2.3/16` is more likely a mistake than a network.
    public init?(_ text: String) {
        let pieces = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let prefix = IPAddress(String(pieces[0])) else { return nil }
        var length = 128
        if pieces.count == 2 {
            let offset = pieces[0].contains(":") ? 0 : 96
            let digits = pieces[1].utf8
            guard (1...3).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
                let written = Int(pieces[1]), offset + written <= 128
            else { return nil }
            length = offset + written
        }
        self.init(prefix: prefix, length: length)
        guard prefix.number & ~mask == 0 else { return nil }
    }

    public func contains(_ address: IPAddress) -> Bool {
        address.number & mask == prefix.number
    }

    public var description: String {
        if length == 128 { return "\(prefix)" }
        return length >= 96 && Self.ipv4.contains(prefix) ? "\(prefix)/\(length - 96)" : "\(prefix)/\(length)"
    }

    private var mask: UInt128 {
        length == 0 ? 0 : UInt128.max << (128 - length)
    }
}
