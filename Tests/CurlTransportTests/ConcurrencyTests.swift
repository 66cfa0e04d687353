import ConnectorKit
import CurlTransport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ConcurrencyTests {
    @Test("200 calls at once each get their own answer, over no more connections than allowed")
    func parallel() async throws {
        let server = LoopbackServer { connection in
            while let request = connection.readRequest() {
                let body = String(decoding: request.body, as: UTF8.self)
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            }
        }
        var settings = CurlSettings()
        settings.connectionsPerHost = 16
        let transport = CurlTransport.loopback(settings)
        let answers = await withTaskGroup(of: (Int, String?).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let reply = try? await transport.exchange(.post(server.url, "number \(number)"))
                    return (number, reply.map { String(decoding: $0.body, as: UTF8.self) })
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(answers.count == 200)
        for (number, answer) in answers { #expect(answer == "number \(number)") }
        #expect(server.log.requests.count == 200)
        #expect(server.log.connectionCount <= 16)
    }

    @Test("A call that finds no free connection in time was not sent")
    func noFreeConnection() async throws {
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
        let start = ContinuousClock.now
        let failure = await transport.failure(.post(server.url, timeout: .milliseconds(100)))
        #expect(ContinuousClock.now - start < .seconds(5))
        #expect(failure?.kind == .timedOut)
        #expect(failure?.certainty == .notSent)
        gate.open()
        #expect(try await first.status == 200)
        #expect(server.log.requests.count == 1)
    }

    @Test("A host that does not answer holds nobody else up")
    func slowNeighbour() async throws {
        let slow = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.waitForClose()
        }
        let quick = LoopbackServer.replying()
        let transport = CurlTransport.loopback()
        let waiting = (0..<20).map { _ in Task { await transport.failure(.post(slow.url)) } }
        await slow.log.waitForRequests(20)
        for _ in 0..<20 { #expect(try await transport.exchange(.post(quick.url)).status == 200) }
        await transport.shutdown()
        for task in waiting { #expect(await task.value?.kind == .canceled) }
    }
}
