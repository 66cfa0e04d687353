import Gateway
import GatewayModel

extension SQLTransaction {
    func clientSettings(at contactPoint: ContactPointID, on platform: Platform) throws -> SavedClientSettings? {
        try sql.row(
            "SELECT document, version FROM client_settings WHERE contact_point = $1 AND platform = $2",
            [.text(contactPoint), .name(platform)]
        ) { SavedClientSettings(document: try $0.string(0), version: Int64(try $0.number(1))) }
    }

    func setClientSettings(
        _ settings: SavedClientSettings, at contactPoint: ContactPointID, on platform: Platform
    ) throws {
        try sql.run(
            """
            INSERT INTO client_settings (contact_point, platform, document, version) VALUES ($1, $2, $3, $4)
            ON CONFLICT (contact_point, platform)
            DO UPDATE SET document = excluded.document, version = excluded.version
            """,
            [
                .text(contactPoint), .name(platform), .text(settings.document), .integer(Int(settings.version)),
            ])
    }
}
