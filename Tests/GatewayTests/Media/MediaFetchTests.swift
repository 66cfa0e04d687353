import ConnectorKit
import ConnectorTestKit
import Gateway
import GatewayModel
import HTTPTypes
import Synchronization
import Testing

@Suite("Fetching a file")
struct MediaFetchTests {
    private static let start = HTTPCall(
        method: .get, url: "https://platform.test/files/1",
        headers: [.authorization: "Basic secret", .init("X-Api-Key")!: "secret"], maximumReplyBytes: 10)

    private final class Kept: DownloadSink {
        let bytes = Mutex<[UInt8]>([])
        func take(_ piece: UnsafeRawBufferPointer) -> Bool {
            bytes.withLock { $0 += piece }
            return true
        }
    }

    private static func leadingTo(_ url: String, status: Int = 307) -> ScriptedTransport.Step {
        .reply(HTTPReply(status: status, headers: [.location: url], body: Array("elsewhere".utf8)))
    }

    private static let file = ScriptedTransport.Step.reply(
        HTTPReply(status: 200, headers: [.contentType: "image/png"], body: Array("file".utf8)))

    @Test(
        "Credentials stay with their origin",
        arguments: [
            ("https://platform.test/files/2", "https://platform.test/files/2", true),
            ("/x?y=1", "https://platform.test/x?y=1", true),
            ("https://content.test/1", "https://content.test/1", false),
            ("https://platform.test:8443/1", "https://platform.test:8443/1", false),
            ("https://platform.test.evil.test/1", "https://platform.test.evil.test/1", false),
            ("//content.test/1", "https://content.test/1", false),
        ])
    func credentials(_ location: String, _ url: String, stay: Bool) async throws {
        let transport = ScriptedTransport([Self.leadingTo(location), Self.file])
        let kept = Kept()
        #expect(try await MediaFetch(over: transport).fetch(Self.start, to: kept) == "image/png")
        #expect(kept.bytes.withLock { $0 } == Array("file".utf8))
        #expect(transport.calls.map(\.url) == [Self.start.url, url])
        #expect(transport.calls[0].headers == Self.start.headers)
        #expect(transport.calls[1].headers == (stay ? Self.start.headers : [:]))
    }

    @Test("Credentials do not come back with a redirect to where they came from")
    func thereAndBack() async throws {
        let transport = ScriptedTransport([
            Self.leadingTo("https://content.test/1"), Self.leadingTo(Self.start.url), Self.file,
        ])
        _ = try await MediaFetch(over: transport).fetch(Self.start, to: Kept())
        #expect(transport.calls.map(\.headers.isEmpty) == [false, true, true])
    }

    @Test(
        "What is refused, and why",
        arguments: [
            (leadingTo("http://content.test/1"), "badRedirect", false),
            (leadingTo("file:///etc/passwd"), "badRedirect", false),
            (leadingTo("https://user:password@content.test/"), "badRedirect", false),
            (.reply(HTTPReply(status: 302)), "refused", false), (.reply(HTTPReply(status: 404)), "gone", false),
            (.reply(HTTPReply(status: 401)), "accessDenied", true),
            (.reply(HTTPReply(status: 503)), "unavailable", true),
            (.reply(HTTPReply(status: 200, body: Array(repeating: 7, count: 11))), "tooLarge", false),
            (failing(.addressRefused), "addressRefused", false), (failing(.cutOff), "unreachable", true),
        ] as [(ScriptedTransport.Step, String, Bool)])
    func refused(_ step: ScriptedTransport.Step, code: String, mayPass: Bool) async {
        let transport = ScriptedTransport([step])
        let kept = Kept()
        let failure = await Self.failure(of: transport, to: kept)
        #expect(failure?.reason.code == code)
        #expect(failure?.mayPass == mayPass)
        #expect(kept.bytes.withLock { $0 }.isEmpty)
        #expect(transport.calls.count == 1)
    }

    @Test("A redirect to a private address is refused by the transport, with its reason")
    func privateAddress() async {
        let transport = ScriptedTransport([Self.leadingTo("https://router.test/"), Self.failing(.addressRefused)])
        let failure = await Self.failure(of: transport, to: Kept())
        #expect(failure?.reason.code == "addressRefused")
        #expect(failure?.reason.explanation == "On purpose.")
    }

    @Test("A circle of redirects ends")
    func circle() async {
        let transport = ScriptedTransport(Array(repeating: Self.leadingTo(Self.start.url), count: 20))
        #expect(await Self.failure(of: transport, to: Kept())?.reason.code == "tooManyRedirects")
        #expect(transport.calls.count == MediaFetch.mostRedirects + 1)
    }

    private static func failing(_ kind: TransportFailure.Kind) -> ScriptedTransport.Step {
        .failure(TransportFailure(kind: kind, certainty: .notSent, explanation: "On purpose."))
    }

    private static func failure(of transport: ScriptedTransport, to sink: Kept) async -> MediaFailure? {
        do throws(MediaFailure) {
            _ = try await MediaFetch(over: transport).fetch(start, to: sink)
            return nil
        } catch {
            return error
        }
    }
}
