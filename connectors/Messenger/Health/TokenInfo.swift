import ConnectorKit
import GatewayModel

/// Meta: what the check of a token tells of it.
struct TokenInfo {
    private let data: JSONTree

    static func of(_ token: String, _ reader: GraphReader) async throws(GraphTrouble) -> TokenInfo {
        let told = try await reader.read(
            "debug_token", [(name: "input_token", value: token)], as: reader.app.token)
        guard case .fields? = told["data"], let data = told["data"], case .bool? = data["is_valid"] else {
            throw .noAnswer("Meta's answer about the token cannot be read.")
        }
        return TokenInfo(data: data)
    }

    /// Why the token is worth nothing; `nil` where it counts.
    func trouble(at now: Timestamp, app: String, types: Set<String>) -> String? {
        guard data["is_valid"]?.isTrue == true else {
            return GraphFault.why(tokenIsInvalid: GraphError(data["error"])?.subcode)
        }
        guard data["app_id"]?.id == app else { return "The token was given to another app." }
        guard types.contains(data["type"]?.text ?? "") else { return "The token is one of another kind." }
        if ends.contains(where: { $0 <= now }) { return "The access has ended." }
        return nil
    }

    /// The days that are left, where they are few.
    func endsWithin(days: Int64, of now: Timestamp) -> Int64? {
        guard let first = ends.min() else { return nil }
        let left = (first - now).milliseconds / 86_400_000
        return left < days ? left : nil
    }

    var profile: String? { data["profile_id"]?.id }

    var scopes: Set<String> { Set((data["scopes"]?.list ?? []).compactMap(\.text)) }

    /// Whether a permission is granted for a page: it is for all where none is named.
    func covers(_ page: String, by scope: String) -> Bool {
        let granular = (data["granular_scopes"]?.list ?? []).first { $0["scope"]?.text == scope }
        guard let targets = granular?["target_ids"], case .list(let ids) = targets else { return true }
        return ids.contains { $0.id == page }
    }

    /// When it ends, and when its data may be read no more; 0 is never.
    private var ends: [Timestamp] {
        ["expires_at", "data_access_expires_at"].compactMap { data[$0]?.integer }
            .filter { (1..<4_102_444_800).contains($0) }.map { Timestamp(milliseconds: $0 * 1000) }
    }
}
