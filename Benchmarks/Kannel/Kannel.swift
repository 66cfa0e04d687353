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

    /// - Parameters:
    ///   - isSynced: whether its spool is on the disk before it answers, as Gatehouse's messages are. Kannel has no
    ///     setting for that; the file system has (chattr(1), `S` and `D`).
    ///   - sink: who plays the SMS centre and the service.
    init(isSynced: Bool, sink: Subject) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "kannel-bench-\(UUID().uuidString)")
        let spool = folder.appending(path: "spool")
        try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: true)
        if isSynced { try Self.sync(spool) }
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

    /// Files and folders that are made in the folder from now on are written through.
    private static func sync(_ folder: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/chattr")
        process.arguments = ["+SD", folder.path]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure("the file system of \(folder.path) cannot write through")
        }
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
        await smsBox.kill()
        await bearerBox.kill()
        try? FileManager.default.removeItem(at: folder)
    }
}
