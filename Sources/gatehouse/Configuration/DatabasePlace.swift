import Foundation
import Gateway
import Storage

/// Where the database is: a file of SQLite's, or a server of PostgreSQL's.
enum DatabasePlace: Sendable, CustomStringConvertible {
    case file(String)
    case server(PostgresAddress)

    /// - Parameter given: in place of what the settings say.
    init(_ read: SettingReader, _ given: String?) throws {
        let (path, url) =
            switch given {
            case let given? where given.contains("://"): (String?.none, String?.some(given))
            case let given?: (String?.some(given), String?.none)
            case nil: (read.text(.databasePath), read.text(.databaseURL))
            }
        guard path == nil || url == nil else {
            throw SettingFailure(
                SettingName.databaseURL.rawValue, "database.path is set as well; leave out one of them.")
        }
        guard let url else {
            self = .file(path ?? "gatehouse.sqlite")
            return
        }
        // The URL may hold a password, so it is not repeated.
        guard let address = PostgresAddress(url) else {
            throw SettingFailure(
                SettingName.databaseURL.rawValue,
                "it must be postgres://user:password@host:port/name. In a password, signs like @ are written as %40.")
        }
        self = .server(address)
    }

    /// What stands beside it on this machine is named after it.
    var stem: String {
        switch self {
        case .file(let path): path
        case .server: "gatehouse"
        }
    }

    /// Never shows a password.
    var description: String {
        switch self {
        case .file(let path): path
        case .server(let address): address.description
        }
    }

    /// Whether a gateway's database is there already.
    func isThere() throws -> Bool {
        switch self {
        case .file(let path): FileManager.default.fileExists(atPath: path)
        case .server(let address): try PostgresStore.isThere(at: address)
        }
    }

    func open(for use: DatabaseUse, meters: Meters? = nil) throws -> any DatabaseStore {
        switch self {
        case .file(let path): try SQLiteStore(path: path, exclusively: use != .besideOthers, meters: meters)
        case .server(let address): try PostgresStore(address, for: use, meters: meters)
        }
    }
}

extension Settings {
    /// The file, for what can be done with a file only.
    func databaseFile() throws -> String {
        guard case .file(let path) = database else {
            throw CommandFailure(
                "The database is \(database): pg_dump and pg_restore copy it. See docs/operating.md for what else to keep."
            )
        }
        return path
    }
}
