import ConnectorKit
import Foundation
import HTTPTypes

/// What a user could take in Gatehouse's place: Kannel, as Debian packs it.
final class Kannel: Sendable {
    private static let bearerBox = URL(filePath: "/usr/sbin/bearerbox")
    private static let smsBox = URL(filePath: "/usr/sbin/smsbox")

    static var isInstalled: Bool {
        [bearerBox, smsBox].allSatisfy { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private let folder: URL
    private let bearerBox: Subject
    private let smsBox: Subject

    /// - Parameter sink: who plays the SMS centre and the service.
    init(sink: Subject) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "kannel-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "spool"), withIntermediateDirectories: true)
        let configuration = KannelConfiguration(in: folder.path, sink: sink.url)
        let file = folder.appending(path: "kannel.conf").path
        try Data(configuration.text.utf8).write(to: URL(filePath: file))
        // Each is ready when it answers on the port that it opens for messages.
        bearerBox = try await Subject(
            program: Self.bearerBox, ["-v", "4", file], environment: [:], folder: folder,
            port: configuration.centrePort, probe: "/")
        smsBox = try await Subject(
            program: Self.smsBox, ["-v", "4", file], environment: [:], folder: folder, port: configuration.sendPort,
            probe: "/")
    }

    /// As the SMS centre delivers what a customer wrote.
    func deliver(_ index: Int) -> HTTPCall {
        get(
            bearerBox.url + "/",
            [
                ("from", TwilioForm.customer(index)), ("to", TwilioForm.number),
                ("text", TwilioForm.inboundText(index)),
            ])
    }

    /// As a user sends.
    func send(_ index: Int) -> HTTPCall {
        get(
            smsBox.url + "/cgi-bin/sendsms",
            [
                ("username", "bench"), ("password", "bench"), ("from", TwilioForm.number),
                ("to", TwilioForm.customer(index)), ("text", TwilioForm.outboundText(index)),
            ])
    }

    private func get(_ url: String, _ pairs: [(name: String, value: String)]) -> HTTPCall {
        HTTPCall(method: .get, url: url + "?" + String(decoding: FormBody.encode(pairs), as: UTF8.self))
    }

    /// Its processes.
    var usages: [ProcessUsage] { [bearerBox.usage, smsBox.usage] }

    /// It never waits for the disk: no commits.
    func diskUse() throws -> DiskUse {
        DiskUse(bytes: try usages.reduce(0) { try $0 + $1.bytesWritten() })
    }

    func stop() async {
        await smsBox.stop()
        await bearerBox.stop()
        try? FileManager.default.removeItem(at: folder)
    }
}
