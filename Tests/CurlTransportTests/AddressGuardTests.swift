import ConnectorKit
import CurlTransport
import Testing

/// The policy at work: on the address that a name led to.
@Suite(.timeLimit(.minutes(5)))
struct AddressGuardTests {
    @Test(
        "A server of this machine is out of reach under any of its names",
        arguments: [
            "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "[::ffff:127.0.0.1]",
            "[::1]", "0.0.0.0", "[::]", "0",
        ])
    func refused(host: String) async {
        let server = LoopbackServer.replying()
        let transport = CurlTransport(policy: .publicOnly)
        let failure = await transport.failure(.post("http://\(host):\(server.port)/"))
        #expect(failure?.kind == .addressRefused)
        #expect(failure?.certainty == .notSent)
        #expect(server.log.connectionCount == 0)
    }

    @Test("What configuration opened is in reach, by its name too", arguments: ["127.0.0.1", "localhost"])
    func opened(host: String) async throws {
        let server = LoopbackServer.replying()
        let transport = CurlTransport(policy: AddressPolicy(allowing: [loopbackNetwork]))
        #expect(try await transport.exchange(.get("http://\(host):\(server.port)/")).status == 200)
    }

    @Test("The transport of these tests reaches nothing else")
    func confinedTests() async {
        let failure = await CurlTransport.loopback().failure(.get("http://192.0.2.1/"))
        #expect(failure?.kind == .addressRefused)
    }
}
