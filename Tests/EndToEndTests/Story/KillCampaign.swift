import Foundation
import LoopbackPostgres
import Testing

/// How often the gateway is killed, and on which engine it keeps its data: little in the ordinary run, much by
/// `make kill-test`.
struct KillCampaign {
    /// Where the gateway that is killed keeps its data.
    enum Engine: String {
        case sqlite
        case postgres
    }

    let rounds: Int
    let engine: Engine

    /// - Parameter environment: `KILL_ROUNDS` and `KILL_ENGINE`; what is neither a number nor an engine must not pass
    ///   for the ordinary run.
    init(_ environment: [String: String]) {
        rounds = environment["KILL_ROUNDS"].map { Int($0) ?? 0 } ?? 20
        guard rounds > 0 else { preconditionFailure("KILL_ROUNDS must be a number from 1 on") }
        let name = environment["KILL_ENGINE"] ?? Engine.sqlite.rawValue
        guard let engine = Engine(rawValue: name) else { preconditionFailure("there is no engine \(name)") }
        self.engine = engine
    }

    /// What the gateway is told about where its data is, a new place each time.
    func settings() throws -> [String: String] {
        switch engine {
        // The gateway's own choice.
        case .sqlite: return [:]
        case .postgres:
            let server = try PostgresServer.shared.get()
            let name = "killed_\(UUID().uuidString.prefix(8).lowercased())"
            try server.execute("CREATE DATABASE \(name)")
            return ["GATEHOUSE_DATABASE_URL": server.url(name)]
        }
    }

    /// A round takes seconds, on a machine that does other things as well up to half a minute.
    var timeLimit: TimeLimitTrait.Duration { .minutes(5 + rounds / 2) }

    /// A line for whoever reads the figures.
    func figures(_ direction: String, messages: Int, lost: Int, doubled: Int) -> String {
        "killed \(rounds) times on \(engine): \(messages) \(direction), \(lost) lost, \(doubled) doubled"
    }
}
