import Foundation
import Signing

/// The key that seals secrets: 32 bytes in base64, in a file of its own that only its owner may read.
enum MasterKey {
    /// Reads the key; makes it where there is none yet and no database that would need an older one.
    static func load(file: String, databasePath: String) throws -> SealingKey {
        if let data = FileManager.default.contents(atPath: file) {
            let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
            guard let bytes = Base64.decode(text), let key = SealingKey(bytes) else {
                throw SettingFailure("masterKey.file", "\(file) does not hold 32 bytes in base64.")
            }
            return key
        }
        guard !FileManager.default.fileExists(atPath: databasePath) else {
            throw SettingFailure(
                "masterKey.file", "\(file) is missing, and the secrets in \(databasePath) cannot be read without it.")
        }
        let bytes = SecureRandom.bytes(SealingKey.byteCount)
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data((Base64.encode(bytes) + "\n").utf8),
                attributes: [.posixPermissions: 0o600]), let key = SealingKey(bytes)
        else { throw SettingFailure("masterKey.file", "\(file) cannot be written.") }
        return key
    }
}
