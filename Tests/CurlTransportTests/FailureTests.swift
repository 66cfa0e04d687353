import ConnectorKit
import CurlTransport
import HTTPTypes
import Testing

/// What can go wrong with one request on a fresh connection: the kind, and how certain it is.
@Suite(.timeLimit(.minutes(5)))
struct FailureTests {
    @Test(
        "After the request may have been read, nothing is certain",
        arguments: [
            "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX-A: 1\r\nX-B",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01", "HTTP/1.1 100 Continue\r\n\r\n",
            "What?\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "\u{0}\u{1}\u{2}",
        ])
    func cutOff(answer: String) async {
        for resets in [false, true] {
            let server = LoopbackServer { connection in
                guard connection.readRequest() != nil else { return }
                connection.write(answer)
                if resets { connection.reset() }
            }
            let failure = await CurlTransport.loopback().failure(.post(server.url))
            #expect(failure?.kind == .cutOff)
            #expect(failure?.certainty == .unknown)
            #expect(server.log.requests.count == 1)
        }
    }

    @Test("A connection that ends before the request is read may still have received it")
    func cutBeforeReading() async {
        let server = LoopbackServer { $0.reset() }
        let failure = await CurlTransport.loopback().failure(.post(server.url))
        // The reset may also be seen before the request is handed over: then it was not sent for sure.
        let isExpected =
            failure?.kind == .cutOff && failure?.certainty == .unknown
            || failure?.kind == .notConnected && failure?.certainty == .notSent
        #expect(isExpected, "\(String(describing: failure))")
        #expect(server.log.requests.isEmpty)
    }

    @Test("Where nobody listens nothing is sent")
    func refused() async {
        let failure = await CurlTransport.loopback().failure(.post("http://127.0.0.1:\(LoopbackServer.unusedPort())/"))
        #expect(failure?.kind == .notConnected)
        #expect(failure?.certainty == .notSent)
    }

    @Test("A name that cannot be looked up")
    func unknownName() async {
        // Longer than a label may be: the resolver refuses it without asking anybody.
        let failure = await CurlTransport.loopback().failure(
            .post("http://\(String(repeating: "a", count: 64)).invalid/"))
        #expect(failure?.kind == .nameNotFound)
        #expect(failure?.certainty == .notSent)
    }

    @Test("No answer in time: the request may have been processed")
    func silence() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.waitForClose()
        }
        let failure = await CurlTransport.loopback().failure(.post(server.url, timeout: .seconds(2)))
        #expect(failure?.kind == .timedOut)
        #expect(failure?.certainty == .unknown)
        #expect(server.log.requests.count == 1)
    }

    @Test("The time limit is for the whole answer, however steadily it drips")
    func dripping() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\n\r\n")
            // The client's clock decides the length of this loop, not ours.
            while connection.write("x") {}
        }
        var call = HTTPCall.post(server.url, timeout: .milliseconds(100))
        call.maximumReplyBytes = .max
        let failure = await CurlTransport.loopback().failure(call)
        #expect(failure?.kind == .timedOut)
        #expect(failure?.certainty == .unknown)
    }

    @Test("A connection that nobody accepts in time, by either limit", arguments: [true, false])
    func blackHole(totalIsShorter: Bool) async throws {
        let full = FullServer()
        var settings = CurlSettings()
        settings.connectTimeout = totalIsShorter ? .seconds(60) : .milliseconds(100)
        let call = HTTPCall.post(
            "http://127.0.0.1:\(full.port)/", timeout: totalIsShorter ? .milliseconds(100) : .seconds(60))
        let failure = await CurlTransport.loopback(settings).failure(call)
        #expect(failure?.kind == .timedOut)
        #expect(failure?.certainty == .notSent)
    }

    @Test(
        "Addresses that are not of the web are refused",
        arguments: [
            "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "127.0.0.1", "", "http://", "https://",
            "http://user:secret@127.0.0.1/", "http://127.0.0.1:99999/", "http://127.0.0.1/a b",
            "http://127.0.0.1/\r\nX: y", "http://127.0.0.1/\u{0}", "dict://127.0.0.1/",
        ])
    func notOfTheWeb(url: String) async {
        let failure = await CurlTransport.loopback().failure(.get(url))
        #expect(failure?.kind == .addressRefused)
        #expect(failure?.certainty == .notSent)
    }

    @Test("An explanation names the host and nothing else of the call")
    func explanation() async throws {
        let server = LoopbackServer { _ = $0.readRequest() }
        var call = HTTPCall.post(server.url)
        call.headers[.authorization] = "secret"
        let failure = try #require(await CurlTransport.loopback().failure(call))
        #expect(failure.explanation.contains("127.0.0.1:\(server.port)"))
        #expect(!failure.explanation.contains("secret"))
    }
}
