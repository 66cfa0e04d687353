import Synchronization

/// Databases for tests, one after the other from a template: each test copies files instead of making sixty tables.
public final class DatabaseFactory: Sendable {
    private struct State {
        var hasTemplate = false
        var made: Set<String> = []
    }

    private let state = Mutex(State())
    private let template: String
    private let prepare: @Sendable (String) throws -> Void

    /// - Parameters:
    ///   - template: a name that no other factory of this process gives.
    ///   - prepare: makes the tables of the template, at this URL.
    public init(template: String, prepare: @escaping @Sendable (String) throws -> Void) {
        self.template = template
        self.prepare = prepare
    }

    /// - Returns: the URL of the database of this name, which is made where it is not there.
    public func url(_ name: String) throws -> String {
        let server = try PostgresServer.shared.get()
        try state.withLock { state in
            if !state.hasTemplate {
                try server.execute("CREATE DATABASE \(template)")
                try prepare(server.url(template))
                state.hasTemplate = true
            }
            guard !state.made.contains(name) else { return }
            try make(name, from: template, on: server)
            state.made.insert(name)
        }
        return server.url(name)
    }

    /// Ends whoever uses a database, for good, and copies what it holds to another.
    public func copy(_ name: String, to copy: String) throws {
        let server = try PostgresServer.shared.get()
        try server.execute("ALTER DATABASE \"\(name)\" ALLOW_CONNECTIONS false")
        try server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'")
        try make(copy, from: "\"\(name)\"", on: server)
        state.withLock { _ = $0.made.insert(copy) }
    }

    private func make(_ name: String, from template: String, on server: PostgresServer) throws {
        try server.execute("CREATE DATABASE \"\(name)\" TEMPLATE \(template) STRATEGY file_copy")
    }

    public func drop(_ name: String) {
        guard state.withLock({ $0.made.remove(name) }) != nil else { return }
        _ = try? PostgresServer.shared.get().execute("DROP DATABASE \"\(name)\" WITH (FORCE)")
    }
}
