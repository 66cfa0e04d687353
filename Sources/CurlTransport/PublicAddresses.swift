extension IPAddress {
    /// Whether the address is one of the public Internet, and not of this machine, its neighbourhood, or a range
    /// that the registries of IANA set aside.
    var isPublic: Bool {
        let address = embeddedIPv4 ?? self
        if IPNetwork.ipv4.contains(address) {
            return !SetAside.ipv4.contains { $0.contains(address) }
        }
        return SetAside.globalUnicast.contains(address) && !SetAside.ipv6.contains { $0.contains(address) }
    }

    /// The IPv4 address that a translator or a tunnel on the way would really call.
    private var embeddedIPv4: IPAddress? {
        if SetAside.nat64.contains(self) { return IPAddress(ipv4: UInt32(truncatingIfNeeded: number)) }
        if SetAside.sixToFour.contains(self) { return IPAddress(ipv4: UInt32(truncatingIfNeeded: number >> 80)) }
        return nil
    }
}

/// The ranges of the IANA special-purpose address registries, and multicast.
private enum SetAside {
    static let nat64 = network("64:ff9b::/96")
    static let sixToFour = network("2002::/16")
    /// All of IPv6 that is given out. What lies outside is refused without being listed: loopback, unique local,
    /// link-local, multicast, the unspecified address, and what nobody has a use for yet.
    static let globalUnicast = network("2000::/3")

    static let ipv4 = [
        "0.0.0.0/8",  // this network
        "10.0.0.0/8",  // private
        "100.64.0.0/10",  // shared by carrier-grade translators
        "127.0.0.0/8",  // loopback
        "169.254.0.0/16",  // link-local, and where clouds keep their credentials
        "172.16.0.0/12",  // private
        "192.0.0.0/24",  // protocol assignments
        "192.0.2.0/24",  // documentation
        "192.88.99.0/24",  // relays of 6to4
        "192.168.0.0/16",  // private
        "198.18.0.0/15",  // benchmarks
        "198.51.100.0/24",  // documentation
        "203.0.113.0/24",  // documentation
        "224.0.0.0/4",  // multicast
        "240.0.0.0/4",  // reserved, broadcast
    ].map(network)

    static let ipv6 = [
        "2001::/23",  // protocol assignments, Teredo and ORCHID among them
        "2001:db8::/32",  // documentation
        "3fff::/20",  // documentation
    ].map(network)

    private static func network(_ text: String) -> IPNetwork {
        guard let network = IPNetwork(text) else { preconditionFailure("\(text) is not a network") }
        return network
    }
}
