import ConnectorKit
import CurlTransport
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TLSTests {
    @Test("A server that does not speak TLS gets no request")
    func notTLS() async {
        let server = LoopbackServer { connection in
            connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
            connection.waitForClose()
        }
        let failure = await CurlTransport.loopback().failure(.post("https://127.0.0.1:\(server.port)/"))
        #expect(failure?.kind == .tls)
        #expect(failure?.certainty == .notSent)
        #expect(server.log.requests.isEmpty)
    }

    @Test("A handshake that does not end in time was not the request")
    func silentHandshake() async {
        let server = LoopbackServer { $0.waitForClose() }
        let failure = await CurlTransport.loopback().failure(
            .post("https://127.0.0.1:\(server.port)/", timeout: .milliseconds(100)))
        #expect(failure?.kind == .timedOut)
        #expect(failure?.certainty == .notSent)
    }

    @Test("Only a certificate that is trusted and names the host will do", .enabled(if: TLSServer.isAvailable))
    func verification() async throws {
        let server = try TLSServer()
        let stranger = await CurlTransport.loopback().failure(.get("https://127.0.0.1:\(server.port)/"))
        #expect(stranger?.kind == .tls)
        #expect(stranger?.certainty == .notSent)

        var settings = CurlSettings()
        settings.certificateAuthorities = server.certificate.path
        let trusting = CurlTransport.loopback(settings)
        #expect(try await trusting.exchange(.get("https://127.0.0.1:\(server.port)/")).status == 200)

        let otherName = await trusting.failure(.get("https://localhost:\(server.port)/"))
        #expect(otherName?.kind == .tls)
        #expect(otherName?.certainty == .notSent)
    }
}
