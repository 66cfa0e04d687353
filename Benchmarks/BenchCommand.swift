import ArgumentParser
import Foundation

/// `bench`: how fast the real program is, in relation to the libraries it stands on and to what else a user could take,
/// in the same run.
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the gateway against the libraries it stands on, and against Kannel.",
        subcommands: [Run.self, BareServer.self], defaultSubcommand: Run.self)

    /// What can be measured by itself.
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case passages
        case lookUps = "look-ups"
        case timers
        case stopList = "stop-list"
        case chats
    }

    struct Run: AsyncParsableCommand {
        @Option(help: "Messages in each measurement.") var messages = 20_000
        @Option(help: "Callers at the same time.") var callers = 64
        @Option(help: "How often everybody is measured, in turns; the median counts.") var turns = 3
        @Option(help: "Messages that the full gateways hold; 0 for none.") var stored = 1_000_000
        @Option(help: "Entries on the long stop list.") var entries = 1_000_000
        @Option(help: "Open conversations whose timers are kept.") var conversations = 100_000
        @Option(help: "Open chats.") var chats = 10_000
        @Option(parsing: .upToNextOption, help: "Parts to measure, in place of all.") var only = Part.allCases
        @Option(help: "A page whose tables are replaced by those of this run.") var markdown: String?

        func validate() throws {
            guard messages > 0, callers > 0, turns > 0, stored >= 0, entries >= 10, conversations > 0 else {
                throw ValidationError("There is nothing to measure.")
            }
        }

        func run() async throws {
            let machine = try Machine()
            say("Measured \(machine.sentence)")
            let report = Report()
            if !machine.hasDisk {
                report.remark("Its files were in memory, where an fsync costs nothing: TMPDIR names another place.")
            }
            let load = Load(messages: messages, callers: callers)
            let server = try DatabaseServer()
            if only.contains(.passages) {
                try await PassageBench(load: load, turns: turns, stored: stored, server: server).run(into: report)
            }
            if only.contains(.lookUps) {
                try await StopListLookUps(entries: entries, server: server).run(into: report)
            }
            if only.contains(.timers) {
                var table = TimerBench.table(conversations: conversations)
                for engine in Engine.allCases {
                    table.rows +=
                        try await TimerBench(conversations: conversations, engine: engine, server: server).rows()
                }
                report.add(table)
            }
            if only.contains(.stopList) { try await StopListBench(load: load, entries: entries).run(into: report) }
            if only.contains(.chats) { try await ChatBench(chats: chats).run(into: report) }
            if Client.refused.count > 0 {
                report.remark("\(Client.refused.count) requests were answered with 503 and made again.")
            }
            say(Aim.table(report.figures).text)
            if let markdown {
                let invocation = "scripts/bench " + CommandLine.arguments.dropFirst().joined(separator: " ")
                try MarkdownPage(path: markdown).replace(with: report.markdown(machine, invocation: invocation))
            }
        }
    }
}
