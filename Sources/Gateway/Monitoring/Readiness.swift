import GatewayModel

/// Whether the gateway can do its work: a load balancer asks before it sends requests, a person when something is
/// wrong.
public struct Readiness: Sendable {
    private let store: any Store
    private let vault: AppVault
    private let surroundings: Surroundings
    private let freeBytes: @Sendable () -> Int64?
    private let leastFreeBytes: Int64
    private let patience: Duration

    /// - Parameters:
    ///   - freeBytes: what is free where the store writes; `nil` where that cannot be said.
    ///   - patience: how long a write may take.
    public init(
        _ surroundings: Surroundings, store: any Store, vault: AppVault, leastFreeBytes: Int64,
        freeBytes: @escaping @Sendable () -> Int64?, patience: Duration = .seconds(1)
    ) {
        self.surroundings = surroundings
        self.store = store
        self.vault = vault
        self.leastFreeBytes = leastFreeBytes
        self.freeBytes = freeBytes
        self.patience = patience
    }

    /// What was looked at, and what is wrong with it.
    public struct Finding: Sendable, Equatable {
        public let what: String
        /// A sentence for a person; `nil` where nothing is wrong.
        public let problem: String?
    }

    public func findings() async -> [Finding] {
        [
            Finding(what: "store", problem: await storeProblem()),
            Finding(what: "masterKey", problem: await keyProblem()),
            Finding(what: "disk", problem: diskProblem()),
        ]
    }

    private func storeProblem() async -> String? {
        let now = surroundings.clock.now
        return await firstOf {
            do {
                try await store.write { try $0.beat(at: now) }
                return nil
            } catch {
                return "Nothing can be written."
            }
        } orAfter: {
            "A write takes longer than \(patience)."
        }
    }

    private func keyProblem() async -> String? {
        do {
            return try await vault.opensEverything() ? nil : "Some stored secrets do not open with the master key."
        } catch {
            return "Nothing can be read."
        }
    }

    private func diskProblem() -> String? {
        guard let free = freeBytes() else { return "The free space cannot be asked for." }
        return free < leastFreeBytes
            ? "Only \(free >> 20) MiB are free; at least \(leastFreeBytes >> 20) should be." : nil
    }

    /// A write cannot be called off; who asks does not wait for it.
    private func firstOf(
        _ work: @escaping @Sendable () async -> String?, orAfter tooLate: @escaping @Sendable () -> String
    ) async -> String? {
        let (stream, continuation) = AsyncStream<String?>.makeStream()
        Task { continuation.yield(await work()) }
        let timer = Task {
            guard (try? await Task.sleep(for: patience)) != nil else { return }
            continuation.yield(tooLate())
        }
        defer { timer.cancel() }
        for await answer in stream { return answer }
        return tooLate()
    }
}
