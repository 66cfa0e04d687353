import Foundation
import Gateway
import GatewayModel

/// The key with which everything begins: made at the first start of a gateway on which no administrator's key was ever
/// made and no other administrator can get in, and never again.
///
/// Its token goes into a file that only its owner may read, and not to standard output: under systemd that is the
/// journal, which keeps what it is told and shows it to many.
enum FirstAdministrator {
    static func file(beside database: DatabasePlace) -> String { database.stem + ".first-key" }

    /// - Returns: the file with the token, where one was made.
    static func make(_ settings: Settings, _ parts: GatewayParts) async throws -> String? {
        let file = file(beside: settings.database)
        do {
            return try await parts.store.write { transaction in
                // In the transaction that makes it: of two that begin at once, one finds the other's.
                guard try !transaction.apiKeys().contains(where: { $0.level == .administrator }),
                    try !transaction.hasAdministrator(at: parts.surroundings.clock.now)
                else { return nil }
                let (_, token) = try parts.keys.create(
                    label: "First administrator", level: .administrator, roles: [], expiresAt: nil, by: "gateway",
                    in: transaction)
                // Before the commit: a key whose token nobody has would be a lock without a key. What an earlier start
                // left, which was cut off before its commit, opens nothing.
                try? FileManager.default.removeItem(atPath: file)
                try PrivateFile.write(Data((token + "\n").utf8), to: file)
                return file
            }
        } catch let failure as CommandFailure {
            throw SettingFailure("database.path", "the first administrator's key cannot be kept: \(failure)")
        }
    }
}
