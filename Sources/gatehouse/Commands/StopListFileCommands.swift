import ArgumentParser
import Foundation
import Gateway
import GatewayModel

/// Whose lists a file is about.
struct StopListScopeOptions: ParsableArguments {
    @Option(help: "The list of this contact point.") var contactPoint: ContactPointID?
    @Flag(help: "The lists of all contact points.") var all = false

    func validate() throws {
        guard (contactPoint == nil) == all else { throw ValidationError("Say --contact-point, or --all.") }
    }

    var scope: StopListScope { contactPoint.map { .contactPoint($0) } ?? .everyContactPoint }
}

/// `gatehouse stop-list export`
struct StopListExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the list as CSV.")

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var whose: StopListScopeOptions
    @Option(help: "The file to make, for its owner only; it must not be there. Standard output if not given.")
    var output: String?

    func run() async throws {
        let commands = try CommandStore(try await options.settings())
        let scope = whose.scope
        let document = try await commands.write { transaction in
            try StopListExport(commands.surroundings).document(of: scope, by: CommandStore.actor, in: transaction)
        }
        guard let output else {
            try await document.pages.write(from: commands.store) { bytes in
                try FileHandle.standardOutput.write(contentsOf: bytes)
            }
            return
        }
        // It has its name only when it is whole.
        let part = output + ".part"
        guard !FileManager.default.fileExists(atPath: output) else {
            throw CommandFailure("\(output) is there already.")
        }
        let file = try PrivateFile.make(part)
        do {
            try await document.pages.write(from: commands.store) { try file.write(contentsOf: $0) }
            try file.synchronize()
            try file.close()
            try FileManager.default.moveItem(atPath: part, toPath: output)
        } catch {
            try? FileManager.default.removeItem(atPath: part)
            throw error
        }
    }
}

/// `gatehouse stop-list import`
struct StopListImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Put everybody of a CSV file on the list. Takes nobody off.",
        discussion: "Exit status 1 if a line was refused; the others are on the list.")

    private static let pieceBytes = 32 << 10
    /// Between two pieces, so that a gateway that serves the same database gets its turn: it waits in line with us and
    /// would else find the file locked again and again.
    private static let pause = Duration.milliseconds(10)

    @OptionGroup var options: ConfigurationOptions
    @OptionGroup var whose: StopListScopeOptions
    @Argument(help: "The file, or - for standard input.") var file: String

    func run() async throws {
        let commands = try CommandStore(try await options.settings())
        try await commands.write { _ in }
        guard let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
            throw CommandFailure("\(file) cannot be read.")
        }
        let pieces = AsyncThrowingStream<[UInt8], any Error> {
            try await Task.sleep(for: Self.pause)
            return try handle.read(upToCount: Self.pieceBytes).map { Array($0) }
        }
        let report: StopListImportReport
        do {
            report = try await StopListImport(commands.surroundings, store: commands.store).run(
                pieces, into: whose.scope, by: CommandStore.actor)
        } catch let refusal as Refusal {
            throw CommandFailure(refusal)
        }
        say(
            "\(report.lines) lines: \(report.added) added, \(report.already) on the list already, "
                + "\(report.outdated) outdated, \(report.refused) refused.")
        for refusal in report.refusals { say("line \(refusal.line): \(refusal.reason)") }
        if report.refused > report.refusals.count { say("and \(report.refused - report.refusals.count) more.") }
        if !report.ignoredColumns.isEmpty { say("Not read: \(report.ignoredColumns.joined(separator: ", ")).") }
        if report.refused > 0 { throw ExitCode.failure }
    }
}
