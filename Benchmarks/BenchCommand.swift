import ArgumentParser

/// `bench`: how fast the real program is, as ratios to the bare server and the bare client in the same run.
@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the gateway against the libraries it stands on.",
        subcommands: [Run.self, TimerBench.self, BareServer.self], defaultSubcommand: Run.self)

    struct Run: AsyncParsableCommand {
        @Option(help: "Messages in each measurement.") var messages = 20_000
        @Option(help: "Callers at the same time.") var callers = 64
        @Option(help: "Entries on the long stop list.") var entries = 1_000_000

        func run() async throws {
            let load = Load(messages: messages, callers: callers)
            say("\(messages) messages each, \(callers) callers, everything on this machine, every commit fsynced\n")

            let bare = try await Subject.bareServer()
            let bareServer = try await load.measure { index in
                .form(bare.url + "/hooks", TwilioForm.inbound(index, from: TwilioForm.customer(index)))
            }
            bareServer.report("bare Hummingbird handler")
            let rawPosts = try await load.measure { index in
                .form(bare.url + "/2010-04-01/Accounts/AC/Messages.json", TwilioForm.outbound(index))
            }
            rawPosts.report("raw libcurl posts to a bare server")

            let gateway = try await GatewayUnderTest(sink: bare)
            let inbound = try await load.measure(gateway.webhook)
            inbound.report("inbound: webhook until 200, stored", ratioTo: bareServer)
            let accepted = try await load.measure(gateway.notify)
            accepted.report("outbound: request until 202, stored", ratioTo: bareServer)
            let through = try await gateway.untilAllSent(since: accepted.begin, messages + callers, counting: messages)
            through.report("outbound: request until the platform has it", ratioTo: rawPosts)
            say("\npeak memory of the gateway: \(try gateway.peakMemory()) MiB")
            await gateway.stop()

            say("")
            await bare.stop()
            try await StopListBench(load: load, entries: entries).run()
            try await TimerBench.parse([]).run()
        }
    }
}
