import ConnectorKit
import CurlTransport
import Testing

struct AddressPolicyTests {
    @Test(
        arguments: [
            "8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0",
            "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111",
            "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1", "2001:200::1",
        ])
    func isPublic(_ text: String) throws {
        #expect(AddressPolicy.publicOnly.permits(try #require(IPAddress(text))))
        #expect(!AddressPolicy.only([]).permits(try #require(IPAddress(text))))
    }

    @Test(
        arguments: [
            "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
            "127.255.255.255", "169.254.0.0", "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.0",
            "192.0.0.255", "192.0.2.1", "192.88.99.1", "192.168.0.0", "192.168.255.255", "198.18.0.0",
            "198.19.255.255", "198.51.100.1", "203.0.113.255", "224.0.0.1", "239.255.255.255", "240.0.0.0",
            "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:0:127.0.0.1", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::808:808",
            "2002:7f00:1::1", "2002:a00:1::", "2002:a9fe:a9fe::", "2001::1", "2001:db8::1", "3fff::1", "100::1",
            "fc00::1", "fd12:3456::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "4000::1", "5f00::1",
        ])
    func isNotPublic(_ text: String) throws {
        #expect(!AddressPolicy.publicOnly.permits(try #require(IPAddress(text))))
    }

    @Test(
        "Configuration opens exactly what it names",
        arguments: [
            (["127.0.0.1"], "127.0.0.1", true), (["127.0.0.1"], "127.0.0.2", false),
            (["127.0.0.1"], "::ffff:127.0.0.1", true), (["127.0.0.1"], "::1", false),
            (["127.0.0.1"], "64:ff9b::7f00:1", false), (["10.1.0.0/16"], "10.1.255.255", true),
            (["10.1.0.0/16"], "10.2.0.0", false), (["10.1.0.0/16"], "8.8.8.8", true), (["::1"], "::1", true),
            (["::1"], "::2", false), (["fd00::/8", "::1"], "fd12::1", true), (["fd00::/8"], "fc00::1", false),
            (["0.0.0.0/0"], "127.0.0.1", true), (["0.0.0.0/0"], "::1", false), (["::/0"], "127.0.0.1", true),
        ])
    func allowing(_ networks: [String], _ address: String, isPermitted: Bool) throws {
        let policy = AddressPolicy(allowing: try networks.map { try #require(IPNetwork($0)) })
        #expect(policy.permits(try #require(IPAddress(address))) == isPermitted)
    }

    @Test(
        "What is not exactly an address or a network is neither",
        arguments: [
            "", "/", "localhost", "127.1", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.1 ", "127.0.0.256", "1.2.3.4/",
            "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/+8", "10.1.2.3/16", "10.0.0.0/8/8", "[::1]", "::1/129", "::1/64",
            "fe80::1%eth0", "1.2.3.4:80", "::1\u{0}", "1.2.3.4/0008",
        ])
    func notANetwork(_ text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test(arguments: ["10.1.0.0/16", "127.0.0.1", "::1", "fd00::/8", "0.0.0.0/0", "::/0", "2001:db8::/32"])
    func description(_ text: String) throws {
        #expect(try #require(IPNetwork(text)).description == text)
    }
}
