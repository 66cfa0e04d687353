import ConnectorKit
import CurlTransport
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ReplyTests {
    @Test(
        "Replies in every form that HTTP has",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 200, "abc"),
            ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
            ("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno", 404, "no"),
            ("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", 500, ""),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 200, "abcde"),
            ("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", 200, "a"),
            ("HTTP/1.0 200 OK\r\n\r\nuntil the end", 200, "until the end"),
        ])
    func form(_ text: String, status: Int, body: String) async throws {
        let server = LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write(text)
        }
        let reply = try await CurlTransport.loopback().exchange(.get(server.url))
        #expect(reply.status == status)
        #expect(String(decoding: reply.body, as: UTF8.self) == body)
        #expect(reply.headers[.init("X-Early")!] == nil)
    }

    @Test("A redirect is a reply", arguments: [301, 302, 303, 307, 308])
    func redirect(status: Int) async throws {
        let elsewhere = LoopbackServer.replying()
        let server = LoopbackServer.replying(
            "HTTP/1.1 \(status) Moved\r\nLocation: \(elsewhere.url)\r\nContent-Length: 0\r\n\r\n")
        let reply = try await CurlTransport.loopback().exchange(.post(server.url))
        #expect(reply.status == status)
        #expect(reply.headers[.location] == elsewhere.url)
        #expect(server.log.requests.count == 1)
        #expect(elsewhere.log.connectionCount == 0)
    }

    @Test("Repeated headers are kept, in order, and cookies are not sent back")
    func repeatedHeaders() async throws {
        let server = LoopbackServer.replying(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Padded: \t v \r\nContent-Length: 0\r\n\r\n")
        let transport = CurlTransport.loopback()
        let reply = try await transport.exchange(.get(server.url))
        #expect(reply.headers[values: .setCookie] == ["a=1", "b=2"])
        #expect(reply.headers[.init("X-Padded")!] == "v")
        _ = try await transport.exchange(.get(server.url))
        #expect(server.log.requests.map { $0.values(of: "Cookie") } == [[], []])
    }

    @Test("A question for a password is a reply, whatever it asks for")
    func unauthorized() async throws {
        let server = LoopbackServer.replying(
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n")
        let reply = try await CurlTransport.loopback().exchange(.get(server.url))
        #expect(reply.status == 401)
        #expect(server.log.requests.count == 1)
    }

    @Test(
        "A reply may be as long as the cap and no longer, whether it declares its length or not",
        arguments: [
            ("Content-Length: 10\r\n\r\n0123456789", true), ("\r\n0123456789", true),
            ("Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n", true),
            ("Content-Length: 11\r\n\r\n0123456789a", false), ("Content-Length: 99999999999\r\n\r\n", false),
            ("\r\n0123456789a", false),
            ("Transfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n6\r\n56789a\r\n0\r\n\r\n", false),
        ])
    func cap(_ rest: String, fits: Bool) async {
        let server = LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 200 OK\r\n\(rest)")
        }
        var call = HTTPCall.post(server.url)
        call.maximumReplyBytes = 10
        let failure = await CurlTransport.loopback().failure(call)
        #expect(failure?.kind == (fits ? nil : .tooLarge))
        #expect(failure?.certainty == (fits ? nil : .unknown))
    }

    @Test("A body without an end and a head without an end are both given up", arguments: ["\r\n", "X-A: "])
    func endless(_ start: String) async {
        let server = LoopbackServer { connection in
            guard connection.readRequest() != nil else { return }
            connection.write("HTTP/1.1 200 OK\r\n\(start)")
            let junk = String(repeating: "x", count: 1000) + "\r\nX-B: "
            while connection.write(junk) {}
        }
        #expect(await CurlTransport.loopback().failure(.post(server.url))?.kind == .tooLarge)
    }
}
