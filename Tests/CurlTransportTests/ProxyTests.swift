import ConnectorKit
import CurlTransport
import HTTPTypes
import Testing

/// The environment of these tests names a proxy that is not there: that the other tests pass shows that it is ignored.
@Suite(.timeLimit(.minutes(5)))
struct ProxyTests {
    @Test("A configured proxy gets the call, and the name is left to it")
    func configured() async throws {
        let proxy = LoopbackServer.replying()
        let reply = try await Self.transport(over: proxy).exchange(.get("http://somewhere.invalid/path"))
        #expect(reply.status == 200)
        #expect(proxy.log.requests.map(\.line) == ["GET http://somewhere.invalid/path HTTP/1.1"])
    }

    @Test("A proxy that opens no tunnel has not seen the request")
    func refusedTunnel() async {
        let proxy = LoopbackServer.replying("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        var call = HTTPCall.post("https://somewhere.invalid/path")
        call.headers[.authorization] = "secret"
        let failure = await Self.transport(over: proxy).failure(call)
        #expect(failure?.kind == .notConnected)
        #expect(failure?.certainty == .notSent)
        #expect(proxy.log.requests.map(\.line) == ["CONNECT somewhere.invalid:443 HTTP/1.1"])
        #expect(proxy.log.requests.first?.values(of: "Authorization") == [])
    }

    @Test("The policy holds for the proxy's own address")
    func policy() async {
        let proxy = LoopbackServer.replying()
        var settings = CurlSettings()
        settings.proxy = "http://127.0.0.1:\(proxy.port)"
        let failure = await CurlTransport(settings: settings).failure(.get("http://somewhere.invalid/"))
        #expect(failure?.kind == .addressRefused)
        #expect(proxy.log.connectionCount == 0)
    }

    private static func transport(over proxy: LoopbackServer) -> CurlTransport {
        var settings = CurlSettings()
        settings.proxy = "http://127.0.0.1:\(proxy.port)"
        return .loopback(settings)
    }
}
