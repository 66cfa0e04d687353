import ConnectorKit
import CurlTransport
import HTTPTypes
import Testing

@Suite(.timeLimit(.minutes(5)))
struct RequestTests {
    @Test(
        "Each method arrives with its body",
        arguments: [
            (.get, "", nil), (.delete, "", nil), (.delete, "x", "1"), (.post, "a=b", "3"), (.post, "", "0"),
            (.put, "{}", "2"), (.put, "", "0"), (.patch, "{}", "2"), (.get, "q", "1"),
        ] as [(HTTPRequest.Method, String, String?)])
    func method(_ method: HTTPRequest.Method, body: String, contentLength: String?) async throws {
        let server = LoopbackServer.replying()
        let call = HTTPCall(method: method, url: server.url, body: Array(body.utf8))
        let reply = try await CurlTransport.loopback().exchange(call)
        #expect(reply.status == 200)
        #expect(reply.body == Array("ok".utf8))
        let request = try #require(server.log.requests.first)
        #expect(request.line == "\(method.rawValue) /secret-path?secret=query HTTP/1.1")
        #expect(request.body == Array(body.utf8))
        #expect(request.values(of: "Content-Length") == (contentLength.map { [$0] } ?? []))
    }

    @Test("A reply to HEAD has a length and no body")
    func head() async throws {
        let server = LoopbackServer.replying("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n")
        let call = HTTPCall(method: .head, url: server.url, maximumReplyBytes: 10)
        let reply = try await CurlTransport.loopback().exchange(call)
        #expect(reply.headers[.contentLength] == "5000000")
        #expect(reply.body.isEmpty)
    }

    @Test("A handle that is used again carries nothing over from the last call")
    func nothingCarriedOver() async throws {
        let server = LoopbackServer.replying()
        let transport = CurlTransport.loopback()
        var first = HTTPCall(method: .put, url: server.url, headers: [.authorization: "secret"])
        first.body = Array("body".utf8)
        _ = try await transport.exchange(first)
        _ = try await transport.exchange(.get(server.url))
        let second = try #require(server.log.requests.last)
        #expect(second.line.hasPrefix("GET "))
        #expect(second.values(of: "Authorization") == [])
        #expect(second.body.isEmpty)
    }

    @Test("Headers arrive as they are, empty and repeated ones too")
    func headers() async throws {
        let server = LoopbackServer.replying()
        var call = HTTPCall.post(server.url)
        call.headers = [.authorization: "Bearer t", .contentType: "text/plain", .userAgent: "Special"]
        call.headers.append(HTTPField(name: .init("X-Two")!, value: "1"))
        call.headers.append(HTTPField(name: .init("X-Two")!, value: "2"))
        call.headers.append(HTTPField(name: .init("X-Empty")!, value: ""))
        _ = try await CurlTransport.loopback().exchange(call)
        let request = try #require(server.log.requests.first)
        #expect(request.values(of: "authorization") == ["Bearer t"])
        #expect(request.values(of: "content-type") == ["text/plain"])
        #expect(request.values(of: "user-agent") == ["Special"])
        #expect(request.values(of: "x-two") == ["1", "2"])
        #expect(request.values(of: "x-empty") == [""])
    }

    @Test("Nothing is added that nobody asked for", arguments: [0, 3, 3 << 20])
    func nothingAdded(bodyBytes: Int) async throws {
        let server = LoopbackServer.replying()
        let call = HTTPCall(
            method: .post, url: server.url, body: [UInt8](repeating: UInt8(ascii: "x"), count: bodyBytes))
        _ = try await CurlTransport.loopback().exchange(call)
        let request = try #require(server.log.requests.first)
        #expect(request.body.count == bodyBytes)
        #expect(request.values(of: "User-Agent") == ["Gatehouse"])
        let names = request.headers.compactMap { $0.split(separator: ":").first.map { $0.lowercased() } }
        #expect(Set(names) == ["host", "user-agent", "accept", "content-length"])
    }

    @Test("Headers that describe the connection are the transport's own")
    func connectionHeaders() async throws {
        let server = LoopbackServer.replying()
        var call = HTTPCall.post(server.url, "abc")
        for (name, value) in [
            ("Host", "elsewhere.example"), ("Content-Length", "1"), ("Transfer-Encoding", "chunked"),
            ("Connection", "close"), ("Expect", "100-continue"), ("Accept-Encoding", "gzip"),
        ] {
            call.headers.append(HTTPField(name: .init(name)!, value: value))
        }
        _ = try await CurlTransport.loopback().exchange(call)
        let request = try #require(server.log.requests.first)
        #expect(request.values(of: "Host") == ["127.0.0.1:\(server.port)"])
        #expect(request.values(of: "Content-Length") == ["3"])
        for name in ["Transfer-Encoding", "Connection", "Expect", "Accept-Encoding"] {
            #expect(request.values(of: name) == [], "\(name)")
        }
    }

    @Test("A line break in a header's value does not begin another header")
    func headerInjection() async throws {
        let server = LoopbackServer.replying()
        var call = HTTPCall.get(server.url)
        call.headers[.authorization] = "a\r\nX-Injected: b"
        _ = try await CurlTransport.loopback().exchange(call)
        #expect(server.log.requests.first?.values(of: "X-Injected") == [])
    }
}
