import ArgumentParser
import Hummingbird
import Logging

/// `bench bare-server`: what Hummingbird does with nothing behind it. It also stands in for the platform that takes
/// messages, as cheaply as can be.
struct BareServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "bare-server", shouldDisplay: false)

    @Option var port: Int

    func run() async throws {
        let taken = Counter()
        let router = Router(context: BasicRequestContext.self)
        router.post("hooks") { request, _ in
            _ = try await request.body.collect(upTo: 1 << 20)
            return Response(
                status: .ok, headers: [.contentType: "text/xml"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "<Response/>")))
        }
        router.post("2010-04-01/Accounts/:sid/Messages.json") { request, _ in
            _ = try await request.body.collect(upTo: 1 << 20)
            let number = taken.take()
            return Response(
                status: .created, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: #"{"sid":"SM\#(number)","status":"queued"}"#)))
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
