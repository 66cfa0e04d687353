import ArgumentParser
import Hummingbird
import Logging

/// `bench bare-server`: what Hummingbird does with nothing behind it. It also stands in for whoever takes messages at
/// the other end, as cheaply as can be: the platform, a subscriber, and both sides of Kannel.
struct BareServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "bare-server", shouldDisplay: false)

    @Option var port: Int

    func run() async throws {
        let taken = Counter()
        let router = Router(context: BasicRequestContext.self)
        router.post("hooks") { request, _ in
            _ = try await request.body.collect(upTo: 1 << 20)
            return answer("<Response/>", type: "text/xml")
        }
        router.post("2010-04-01/Accounts/:sid/Messages.json") { request, _ in
            _ = try await request.body.collect(upTo: 1 << 20)
            let number = taken.take()
            return answer(#"{"sid":"SM\#(number)","status":"queued"}"#, .created, type: "application/json")
        }
        router.post("events") { request, _ in
            _ = try await request.body.collect(upTo: 1 << 20)
            _ = taken.take()
            return answer("", type: "text/plain")
        }
        router.get("kannel") { _, _ in
            _ = taken.take()
            return answer("ok", type: "text/plain")
        }
        let streams = BareStreams()
        router.get("streams/:number") { _, context in streams.open(context.parameters.get("number") ?? "") }
        router.post("streams/:number") { request, context in
            let body = try await request.body.collect(upTo: 1 << 20)
            streams.write(body, to: context.parameters.get("number") ?? "")
            return answer("ok", type: "text/plain")
        }
        router.get("taken") { _, _ in "\(taken.count)" }
        var logger = Logger(label: "bare")
        logger.logLevel = .error
        try await Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            logger: logger
        ).runService()
    }
}

private func answer(_ body: String, _ status: HTTPResponse.Status = .ok, type: String) -> Response {
    Response(
        status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
}
