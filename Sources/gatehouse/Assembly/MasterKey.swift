import Foundation
import Signing

/// The key that seals secrets: 32 bytes in base64, in a file of its own that only its owner may read.
enum MasterKey {
    /// Reads the key; makes it where there is none yet and no database that would need an older one.
    static func load(file: String, databasePath: String) throws -> SealingKey {
        if let key = try existing(file: file) { return key }
        guard !FileManager.default.fileExists(atPath: databasePath) else {
            throw SettingFailure(
                "masterKey.file", "\(file) is missing, and the secrets in \(databasePath) cannot be read without it.")
        }
        let bytes = SecureRandom.bytes(SealingKey.byteCount)
        guard let key = SealingKey(bytes), try write(Base64.encode(bytes) + "\n", to: file) else {
            // Somebody else was first; his key counts.
            return try load(file: file, databasePath: databasePath)
        }
        return key
    }

    /// The key in the file; `nil` where there is no file.
    static func existing(file: String) throws -> SealingKey? {
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let bytes = Base64.decode(text), let key = SealingKey(bytes) else {
            throw SettingFailure("masterKey.file", "\(file) does not hold 32 bytes in base64.")
        }
        return key
    }

    /// On the disk for good before anything is sealed with it.
    ///
    /// - Returns: `false` where the file is there already.
    private static func write(_ text: String, to file: String) throws -> Bool {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { return false }
            throw SettingFailure("masterKey.file", "\(file) cannot be written.")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
        return true
    }
}
