import ConnectorKit
import CurlTransport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct CancellationTests {
    @Test("A canceled call ends at once, and its connection with it")
    func underWay() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.waitForClose()
        }
        let transport = CurlTransport.loopback()
        let task = Task { await transport.failure(.post(server.url)) }
        await server.log.waitForRequests(1)
        task.cancel()
        let failure = await task.value
        #expect(failure?.kind == .canceled)
        #expect(failure?.certainty == .unknown)
        await server.log.waitForClosedByClients(1)
    }

    @Test("A call that is canceled before it begins is not sent")
    func before() async {
        let server = LoopbackServer.replying()
        let transport = CurlTransport.loopback()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await transport.failure(.post(server.url))
        }
        task.cancel()
        let failure = await task.value
        #expect(failure?.kind == .canceled)
        #expect(failure?.certainty == .notSent)
        await transport.shutdown()
        #expect(server.log.requests.isEmpty)
    }

    @Test("A canceled call that waits for a connection was not sent, and the others go on")
    func whileWaiting() async throws {
        let gate = Gate()
        let server = LoopbackServer { connection in
            while connection.readRequest() != nil {
                gate.wait()
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        var settings = CurlSettings()
        settings.connectionsPerHost = 1
        let transport = CurlTransport.loopback(settings)
        async let first = transport.exchange(.post(server.url))
        await server.log.waitForRequests(1)
        let waiting = Task { await transport.failure(.post(server.url)) }
        waiting.cancel()
        let failure = await waiting.value
        #expect(failure?.kind == .canceled)
        #expect(failure?.certainty == .notSent)
        gate.open()
        #expect(try await first.status == 200)
        #expect(server.log.requests.count == 1)
    }

    @Test("The connection of a canceled call is free for the one that waits")
    func makesRoom() async throws {
        let server = LoopbackServer { connection in
            while let request = connection.readRequest() {
                if request.body == Array("hold".utf8) { return connection.waitForClose() }
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
        var settings = CurlSettings()
        settings.connectionsPerHost = 1
        let transport = CurlTransport.loopback(settings)
        let first = Task { await transport.failure(.post(server.url, "hold")) }
        await server.log.waitForRequests(1)
        async let second = transport.exchange(.post(server.url))
        first.cancel()
        #expect(await first.value?.kind == .canceled)
        #expect(try await second.status == 200)
    }

    @Test("Canceling what has ended changes nothing")
    func tooLate() async throws {
        let server = LoopbackServer.replying()
        let transport = CurlTransport.loopback()
        for _ in 0..<50 {
            let task = Task { await transport.failure(.post(server.url)) }
            await Task.yield()
            task.cancel()
            let failure = await task.value
            #expect(failure == nil || failure?.kind == .canceled)
        }
        #expect(try await transport.exchange(.post(server.url)).status == 200)
    }

    @Test("Shutting down fails what is under way and whatever comes later")
    func shutdown() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.waitForClose()
        }
        let transport = CurlTransport.loopback()
        let task = Task { await transport.failure(.post(server.url)) }
        await server.log.waitForRequests(1)
        async let again: Void = transport.shutdown()
        await transport.shutdown()
        await again
        let underWay = await task.value
        #expect(underWay?.kind == .canceled)
        #expect(underWay?.certainty == .unknown)
        await server.log.waitForClosedByClients(1)

        let later = await transport.failure(.post(server.url))
        #expect(later?.kind == .canceled)
        #expect(later?.certainty == .notSent)
        #expect(server.log.requests.count == 1)
    }
}
