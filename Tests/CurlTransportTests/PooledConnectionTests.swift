import ConnectorKit
import CurlTransport
import HTTPTypes
import Testing

/// Kept connections, and the moment where a server closes one: libcurl would send the request again.
@Suite(.timeLimit(.minutes(5)))
struct PooledConnectionTests {
    private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

    @Test("One connection serves call after call")
    func reuse() async throws {
        let server = LoopbackServer.replying()
        let transport = CurlTransport.loopback()
        for _ in 0..<10 { _ = try await transport.exchange(.post(server.url)) }
        #expect(server.log.requests.count == 10)
        #expect(server.log.connectionCount == 1)
    }

    @Test(
        "A request that met the end of a kept connection is not sent again",
        arguments: [.post, .put, .patch, .delete, .get] as [HTTPRequest.Method], ["", "a=b"])
    func closedAfterSecondRequest(method: HTTPRequest.Method, body: String) async throws {
        for resets in [false, true] {
            let server = LoopbackServer { connection in
                guard connection.readRequest() != nil else { return }
                connection.write(Self.ok)
                guard connection.readRequest() != nil else { return }
                if resets { connection.reset() }
            }
            let transport = CurlTransport.loopback()
            let call = HTTPCall(method: method, url: server.url, body: Array(body.utf8))
            _ = try await transport.exchange(call)
            let failure = await transport.failure(call)
            #expect(failure?.kind == .cutOff)
            #expect(failure?.certainty == .unknown)
            #expect(server.log.requests.count == 2)
            #expect(server.log.connectionCount == 1)
        }
    }

    @Test("Nor over another connection that is kept")
    func anotherKeptConnection() async throws {
        // Both first requests are in before either is answered, so that there are two kept connections.
        let server = LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.awaitRequests(2)
            connection.write(Self.ok)
            _ = connection.readRequest()
        }
        let transport = CurlTransport.loopback()
        async let first = transport.exchange(.post(server.url))
        async let second = transport.exchange(.post(server.url))
        _ = try await (first, second)
        let failure = await transport.failure(.post(server.url))
        #expect(failure?.kind == .cutOff)
        #expect(failure?.certainty == .unknown)
        #expect(server.log.requests.count == 3)
    }

    @Test("A large body that is cut off half-way on a kept connection is not sent again")
    func largeBody() async throws {
        let server = LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write(Self.ok)
            connection.readSome()
            connection.reset()
        }
        let transport = CurlTransport.loopback()
        _ = try await transport.exchange(.post(server.url))
        let failure = await transport.failure(.post(server.url, String(repeating: "x", count: 8 << 20)))
        #expect(failure?.kind == .cutOff)
        #expect(failure?.certainty == .unknown)
        #expect(server.log.connectionCount == 1)
    }

    @Test("A connection that was closed while idle is not used: the next call gets a fresh one")
    func closedWhileIdle() async throws {
        let server = LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write(Self.ok)
            connection.close()
        }
        let transport = CurlTransport.loopback()
        for count in 1...5 {
            _ = try await transport.exchange(.post(server.url))
            // The closing is on its way before the next call begins.
            await server.log.waitForClosedByServer(count)
        }
        #expect(server.log.requests.count == 5)
        #expect(server.log.connectionCount == 5)
    }
}
