import ConnectorKit
import GatewayModel
import HTTPTypes
import Synchronization
import Testing

@Suite("The confined transport")
struct ConfinedTransportTests {
    @Test(
        "Host and port as they are compared",
        arguments: [
            ("https://api.example.com/x", "api.example.com"), ("https://API.Example.COM", "api.example.com"),
            ("HTTPS://api.example.com", "api.example.com"), ("https://api.example.com:443/", "api.example.com"),
            ("https://api.example.com:80/", "api.example.com:80"), ("http://api.example.com:80/", "api.example.com"),
            ("http://api.example.com:443/", "api.example.com:443"), ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
            ("https://api.example.com?x=https://evil.example", "api.example.com"),
            ("https://user@api.example.com/", nil), ("https://user:pass@api.example.com/", nil),
            ("https://api.example.com@evil.example/", nil), ("ftp://api.example.com/", nil),
            ("file:///etc/passwd", nil), ("//api.example.com/", nil), ("/x", nil), ("", nil), ("https://", nil),
            ("https:api.example.com", nil), ("not an address", nil),
        ])
    func hostAndPort(url: String, expected: String?) {
        #expect(ConfinedTransport.hostAndPort(of: url) == expected)
    }

    @Test(
        "Only the named hosts are called",
        arguments: [
            ("https://api.example.com/x", true), ("https://api.example.com:443/x", true),
            ("http://local.example:8080/", true), ("http://api.example.com/x", true),
            ("https://api.example.com:8443/", false), ("http://local.example/", false),
            ("https://evil-api.example.com/", false), ("https://api.example.com.evil.example/", false),
            ("https://api.example.com@evil.example/", false), ("https://evil.example/?api.example.com", false),
            ("https://evil.example#api.example.com", false), ("https://example.com/", false),
            ("https://api.example.com\\@evil.example/", false), ("gopher://api.example.com/", false), ("", false),
        ])
    func confines(url: String, isCalled: Bool) async throws {
        let inner = Recorder()
        let transport = ConfinedTransport(to: ["api.example.com", "local.example:8080"], over: inner)
        let call = HTTPCall(method: .get, url: url)
        if isCalled {
            #expect(try await transport.exchange(call).status == 200)
            #expect(inner.urls == [url])
        } else {
            let failure = await #expect(throws: TransportFailure.self) { try await transport.exchange(call) }
            #expect(failure?.kind == .addressRefused)
            #expect(failure?.certainty == .notSent)
            #expect(inner.urls.isEmpty)
        }
    }

    @Test("A refusal does not tell the path or the query")
    func refusalTellsLittle() async {
        let transport = ConfinedTransport(to: [], over: Recorder())
        let call = HTTPCall(method: .get, url: "https://evil.example/path?token=abc")
        let failure = await #expect(throws: TransportFailure.self) { try await transport.exchange(call) }
        #expect(failure?.explanation.contains("evil.example") == true)
        #expect(failure?.explanation.contains("path") == false)
        #expect(failure?.explanation.contains("abc") == false)
    }

    @Test("A refused address gives up, any other failure is tried again as certain as it is")
    func failuresOfSends() {
        let kinds: [TransportFailure.Kind] = [
            .addressRefused, .nameNotFound, .notConnected, .tls, .timedOut, .cutOff, .tooLarge, .notKept, .canceled,
        ]
        for kind in kinds {
            for certainty in [SendFailure.Certainty.notSent, .unknown] {
                let failure = SendFailure(TransportFailure(kind: kind, certainty: certainty, explanation: "Why."))
                #expect(failure.certainty == certainty)
                #expect(failure.disposition == (kind == .addressRefused ? .giveUp : .retry(after: nil)))
                #expect(failure.explanation == "Why.")
                #expect(failure.reason == StatusReason(code: failure.code, explanation: "Why."))
            }
        }
    }
}

private final class Recorder: HTTPTransport {
    private let seen = Mutex<[String]>([])

    var urls: [String] { seen.withLock { $0 } }

    func exchange(_ call: HTTPCall) async throws(TransportFailure) -> HTTPReply {
        seen.withLock { $0.append(call.url) }
        return HTTPReply(status: 200)
    }
}
