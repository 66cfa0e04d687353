import CPostgres
import Foundation

/// A PostgreSQL for tests: in a folder for a while, on a socket in that folder, for nobody else.
///
/// A shell watches over it that reads from a pipe which only this process holds: however this process ends, the shell
/// reads its end, stops the server and removes the folder.
public final class PostgresServer: Sendable {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) {
            self.description = description
        }
    }

    /// One for the whole process, started when the first test asks for it.
    public static let shared = Result { try PostgresServer() }

    public let folder: String
    private let life: FileHandle
    private let shell = Process()

    /// - Parameters:
    ///   - isDurable: whether commits reach the disk.
    ///   - settings: in place of those that tests want.
    public init(isDurable: Bool = false, settings: [String: String] = [:]) throws {
        let binaries = try Self.binaries()
        // Closed in whatever else this process starts: else that would keep the server alive.
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0, fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0 else {
            throw Failure(description: "There is no pipe left.")
        }
        life = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        folder = FileManager.default.temporaryDirectory.appending(path: "pg-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // PostgreSQL refuses to run as root.
        let user = getuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --init-groups" : ""
        let owner = getuid() == 0 ? "chown postgres:postgres '\(folder)'" : ":"
        let settings =
            "-c listen_addresses= -c max_connections=1000 -c shared_buffers=64MB -c superuser_reserved_connections=10"
            + (isDurable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off")
            // Of two values of a setting the later one counts.
            + settings.map { " -c \($0.key)=\($0.value)" }.joined()
        shell.executableURL = URL(filePath: "/bin/sh")
        shell.arguments = [
            "-c",
            """
            trap '' INT TERM
            cd / && \(owner) || exit 1
            \(user) \(binaries)/initdb --no-sync --auth=trust --username=gatehouse --encoding=UTF8 --locale=C.UTF-8 \
                --pgdata='\(folder)/data' > '\(folder)/log' 2>&1 || exit 1
            while :; do
                \(user) \(binaries)/postgres -D '\(folder)/data' -k '\(folder)' \(settings) >> '\(folder)/log' 2>&1 &
                server=$!
                echo $server > '\(folder)/server'
                read -r order || break
                kill -"$order" $server; wait $server
                read -r order || break
            done
            kill -QUIT $server 2> /dev/null; wait $server; rm -rf '\(folder)'
            """,
        ]
        shell.standardInput = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        try waitUntilReady()
    }

    /// The newest on this machine.
    private static func binaries() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [])
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
        for version in versions.reversed()
        where FileManager.default.isExecutableFile(atPath: "\(root)/\(version)/bin/initdb") {
            return "\(root)/\(version)/bin"
        }
        throw Failure(description: "These tests need PostgreSQL under \(root), and there is none: make bootstrap.")
    }

    private func waitUntilReady() throws {
        for _ in 0..<600 {
            if (try? execute("SELECT 1")) != nil { return }
            guard shell.isRunning else { break }
            Thread.sleep(forTimeInterval: 0.05)
        }
        let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "it left no log"
        throw Failure(description: "PostgreSQL does not start: \(log.suffix(2000))")
    }

    /// - Parameter database: a name that nobody else gives one.
    public func url(_ database: String) -> String {
        "postgres://gatehouse@/\(database)?host=\(folder.replacing("/", with: "%2F"))"
    }

    /// Of the server's first process, whose children are the others.
    public var processNumber: Int32 {
        let text = (try? String(contentsOfFile: folder + "/server", encoding: .utf8)) ?? ""
        return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    /// Kills the server at once, as a power failure would end it.
    public func kill() {
        life.write(Data("QUIT\n".utf8))
    }

    /// Starts it again after a kill.
    public func restart() throws {
        life.write(Data("go\n".utf8))
        try waitUntilReady()
    }

    /// Runs one statement by itself.
    ///
    /// - Returns: the first column of its rows.
    @discardableResult
    public func execute(_ statement: String, in database: String = "postgres") throws -> [String] {
        let connection = PQconnectdb(url(database))
        defer { PQfinish(connection) }
        guard PQstatus(connection) == CONNECTION_OK else {
            throw Failure(description: String(cString: PQerrorMessage(connection)))
        }
        let result = PQexec(connection, statement)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw Failure(description: String(cString: PQerrorMessage(connection)))
        }
        return (0..<PQntuples(result)).map { String(cString: PQgetvalue(result, $0, 0)) }
    }
}
