import Foundation
import GatewayModel
import Storage

/// What a backup says of itself. Never holds the master key, only which one it was.
struct BackupManifest: Codable {
    static let currentFormat = 1

    let format: Int
    /// RFC 3339, when the copy began: everything acknowledged before it is in the backup.
    let takenAt: Date
    /// The names of the master keys that open the secrets in it; two while keys are being rotated.
    let masterKeys: [String]
    let database: SQLiteBackup.Contents

    var moment: Timestamp { Timestamp(milliseconds: Int64(takenAt.timeIntervalSince1970 * 1000)) }

    func write(to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try PrivateFile.write(try encoder.encode(self), to: file.path)
    }

    init(takenAt: Date, masterKeys: [String], database: SQLiteBackup.Contents) {
        self.format = Self.currentFormat
        self.takenAt = takenAt
        self.masterKeys = masterKeys
        self.database = database
    }

    init(reading file: URL) throws {
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw CommandFailure("\(file.path) is missing: this is not a whole backup.")
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let manifest = try? decoder.decode(Self.self, from: data), manifest.format == Self.currentFormat else {
            throw CommandFailure("\(file.path) cannot be read by this program.")
        }
        self = manifest
    }
}
