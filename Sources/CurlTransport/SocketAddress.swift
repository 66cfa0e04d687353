import CCurl
import Glibc

extension IPAddress {
    /// The address of a socket; `nil` for one that is not an IP socket.
    init?(_ socketAddress: UnsafeRawPointer) {
        switch Int32(socketAddress.load(as: sockaddr.self).sa_family) {
        case AF_INET:
            self.init(ipv4: UInt32(bigEndian: socketAddress.load(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6:
            self.init(socketAddress.load(as: sockaddr_in6.self).sin6_addr)
        default:
            return nil
        }
    }
}
