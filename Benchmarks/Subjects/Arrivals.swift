/// What has arrived at a bare server, told from what arrived there before.
final class Arrivals: Sendable {
    private let server: Subject
    private let client = Client()

    init(at server: Subject) { self.server = server }

    func count() async throws -> Int {
        guard let count = Int(try await client.get(server.url + "/taken")) else { throw BenchFailure("no count") }
        return count
    }

    /// Returns when so many have arrived since there were `before`.
    func wait(for messages: Int, since before: Int) async throws {
        var last = before
        var begin = ContinuousClock.now
        while true {
            let now = try await count()
            if now - before >= messages { return }
            if now > last { (last, begin) = (now, .now) }
            guard ContinuousClock.now - begin < .seconds(60) else {
                throw BenchFailure("of \(messages) messages \(now - before) have arrived, and for a minute none")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
