import ConnectorKit
import Foundation
import Signing

/// The keys that seal secrets, 32 bytes in base64 each, the current one first: one a line in a file of its own that
/// only its owner may read, or in the environment, separated by commas.
struct MasterKey: Sendable {
    static let environmentName = "GATEHOUSE_MASTER_KEY"

    enum Place: Sendable, Equatable {
        case file(String)
        case environment(Secret)
    }

    let place: Place

    init(_ settings: Settings) {
        place = settings.masterKeyText.map { .environment($0) } ?? .file(settings.masterKeyFile)
    }

    /// The keys there are; `nil` where there is no file.
    func existing() throws -> [SealingKey]? {
        switch place {
        case .environment(let text):
            return try Self.read(text.reveal().split(separator: ","), from: Self.environmentName)
        case .file(let file):
            guard let data = FileManager.default.contents(atPath: file) else {
                if FileManager.default.fileExists(atPath: file) {
                    throw SettingFailure("masterKey.file", "\(file) cannot be read.")
                }
                return nil
            }
            return try Self.read(String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline), from: file)
        }
    }

    /// Reads the keys; makes one where there is none yet and no database that would need an older one.
    func load(for database: DatabasePlace) throws -> [SealingKey] {
        if let keys = try existing() { return keys }
        guard case .file(let file) = place, try !database.isThere() else {
            throw SettingFailure(
                "masterKey.file", "\(self) is missing, and the secrets in \(database) cannot be read without it.")
        }
        // Somebody else may be first; then his key counts.
        try? PrivateFile.write(Data((Self.fresh() + "\n").utf8), to: file)
        let folder = URL(filePath: file).deletingLastPathComponent().path
        guard let keys = try existing() else {
            let isThere = FileManager.default.fileExists(atPath: folder)
            throw SettingFailure(
                "masterKey.file", "\(file) cannot be written\(isThere ? "" : ": there is no folder \(folder)").")
        }
        try PrivateFile.syncFolder(folder)
        return keys
    }

    /// The ring of a gateway that serves: it sees when the file changes.
    func ring(for database: DatabasePlace) throws -> KeyRing {
        KeyRing(try load(for: database)) { try? existing() }
    }

    /// The file, where it can be replaced: neither the environment nor a credential of systemd can.
    var writableFile: String? {
        guard case .file(let file) = place,
            access(URL(filePath: file).deletingLastPathComponent().path, W_OK) == 0
        else { return nil }
        return file
    }

    /// The lines of the file. They are secrets.
    static func lines(of file: String) throws -> [String] {
        try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// Puts other keys into the file, all at once: at no instant does it hold anything but the old or the new ones.
    static func replace(_ lines: [String], in file: String) throws {
        let staged = file + ".new"
        try? FileManager.default.removeItem(atPath: staged)
        try PrivateFile.write(Data((lines.joined(separator: "\n") + "\n").utf8), to: staged)
        guard rename(staged, file) == 0 else { throw CommandFailure("\(file) cannot be replaced.") }
        try PrivateFile.syncFolder(URL(filePath: file).deletingLastPathComponent().path)
    }

    /// A new key, as it is written down.
    static func fresh() -> String { Base64.encode(SecureRandom.bytes(SealingKey.byteCount)) }

    private static func read(_ texts: [Substring], from place: String) throws -> [SealingKey] {
        let keys = texts.map { text in
            Base64.decode(text.trimmingCharacters(in: .whitespaces)).flatMap { SealingKey($0) }
        }
        guard !keys.isEmpty, !keys.contains(where: { $0 == nil }) else {
            throw SettingFailure("masterKey.file", "\(place) does not hold 32 bytes in base64.")
        }
        return keys.compactMap(\.self)
    }
}

extension MasterKey: CustomStringConvertible {
    /// Where it is, never what it is.
    var description: String {
        switch place {
        case .file(let file): file
        case .environment: Self.environmentName
        }
    }
}
