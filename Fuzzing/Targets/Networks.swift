import CCurl
import ConnectorKit
import Foundation
import HTTPTypes

@testable import CurlTransport
@testable import Gateway
@testable import GatewayHTTP

extension FuzzTarget {
    /// Networks and addresses have one form each; whoever is not trusted is the client, whatever is said of others.
    static let networks = FuzzTarget("networks") { bytes in
        let pieces = bytes.pieces(3).map(\.text)
        if let address = IPAddress(pieces[0]) {
            hold(IPAddress(address.description) == address, "an address reads as itself")
            hold(IPNetwork(address.description)?.contains(address) == true, "and is a network of one")
        }
        if let network = IPNetwork(pieces[0]) {
            hold(IPNetwork(network.description) == network, "a network reads as itself")
        }
        let headers = HTTPFields([HTTPField(name: ClientAddress.header, value: pieces[2])])
        let trusted = IPNetwork("10.0.0.0/8")!
        let clients = ClientAddress { IPAddress($0).map(trusted.contains) ?? false }
        let client = clients.of(peer: pieces[1], headers)
        hold(client == pieces[1] || (client?.count ?? 0) <= 64, "a client's address is short")
        if IPAddress(pieces[1]).map(trusted.contains) != true {
            hold(client == pieces[1], "a stranger speaks for nobody else")
        }
    }

    /// The host that a confined call is let through to is the one that libcurl would call.
    static let addresses = FuzzTarget("addresses") { bytes in
        let text = bytes.text
        let called = curlHostAndPort(of: text)
        for allowed in ["api.example.com", "api.example.com:8443"]
        where ConfinedTransport.hostAndPort(of: text) == allowed {
            hold(called == nil || called == allowed, "\(allowed) is called, not \(called ?? "")")
        }
        guard (try? Subscribers.check(text)) != nil else { return }
        hold(text.utf8.count <= Subscribers.longestURL, "the address of a subscriber is not endless")
        hold(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "the address of a subscriber is visible ASCII")
        guard let called, let named = ConfinedTransport.hostAndPort(of: text) else { return }
        // libcurl reads 127.1 as 127.0.0.1; what may be connected to is asked of the address itself.
        let isNumber = called.first?.isNumber == true || called.first == "["
        hold(isNumber || called == named, "a subscriber at \(named) is called there, not at \(called)")
    }

    /// `host` or `host:port`, as libcurl reads an address; `nil` where it refuses, as it does where a user is named.
    private static func curlHostAndPort(of text: String) -> String? {
        let url = curl_url()
        defer { curl_url_cleanup(url) }
        let flags = UInt32(CURLU_DISALLOW_USER)
        guard curl_url_set(url, CURLUPART_URL, text, flags) == CURLUE_OK,
            let scheme = part(CURLUPART_SCHEME, of: url), let host = part(CURLUPART_HOST, of: url)?.lowercased()
        else { return nil }
        let port = part(CURLUPART_PORT, of: url)
        return port == nil || port == (scheme == "https" ? "443" : "80") ? host : "\(host):\(port ?? "")"
    }

    private static func part(_ part: CURLUPart, of url: OpaquePointer?) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &text, UInt32(CURLU_URLDECODE)) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
