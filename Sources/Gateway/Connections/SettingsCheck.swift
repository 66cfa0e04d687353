import ConnectorKit
import Foundation

/// Holds what an administrator filled in against a connector's schema.
enum SettingsCheck {
    /// - Parameters:
    ///   - given: by field; may hold secrets.
    ///   - known: what is set already and need not be given again.
    ///   - removed: what shall be set no more; a field with a standard has that again.
    /// - Returns: the plain settings, standards filled in, and the secrets.
    static func check(
        _ given: [String: String], known: Set<String> = [], removing removed: Set<String> = [],
        against fields: [SettingsField]
    ) throws -> (settings: [String: String], secrets: [String: String]) {
        let known = known.subtracting(removed)
        var problems: [Refusal.Field] = []
        var settings: [String: String] = [:]
        var secrets: [String: String] = [:]
        for key in removed.union(given.keys).sorted() where !fields.contains(where: { $0.key == key }) {
            problems.append(Refusal.Field("settings.\(key)", "there is no such setting on this platform."))
        }
        for field in fields {
            let name = "settings.\(field.key)"
            guard let value = given[field.key] ?? (known.contains(field.key) ? nil : field.standard) else {
                if field.isRequired && !known.contains(field.key) {
                    problems.append(Refusal.Field(name, "\(field.label) is required."))
                }
                continue
            }
            if let problem = problem(with: value, for: field) {
                problems.append(Refusal.Field(name, problem))
            } else if field.kind == .secret {
                secrets[field.key] = value
            } else {
                settings[field.key] = value
            }
        }
        guard problems.isEmpty else {
            throw Refusal(.invalid, "invalid", "The settings are not right.", fields: problems)
        }
        return (settings, secrets)
    }

    /// Never quotes the value: it may be a secret.
    private static func problem(with value: String, for field: SettingsField) -> String? {
        guard !value.isEmpty, value.utf8.count <= 4096, !value.contains(where: \.isNewline) else {
            return "it must be one line of 1 to 4096 bytes."
        }
        switch field.kind {
        case .secret:
            return nil
        case .text(let pattern):
            guard let pattern, let expression = try? Regex(pattern) else { return nil }
            return value.wholeMatch(of: expression) == nil ? "it does not look like \(field.label). \(field.help)" : nil
        case .choice(let choices):
            return choices.contains(value) ? nil : "it must be one of: \(choices.joined(separator: ", "))."
        case .url:
            guard let parts = URLComponents(string: value), parts.query == nil, parts.fragment == nil,
                ConfinedTransport.hostAndPort(of: value) != nil
            else { return "it must be an http or https address without user, query and fragment." }
            return nil
        }
    }
}
