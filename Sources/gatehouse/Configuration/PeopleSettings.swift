import Foundation
import Gateway

extension SettingReader {
    /// What is settled about people and their log-ins.
    ///
    /// - Parameter publicURL: where the panel is if nothing else is said.
    func people(publicURL: String) throws -> PeopleRule {
        var rule = PeopleRule(
            panelURL: try value(
                .panelURL, "it must be an http or https address without a path, user, query or fragment.",
                PublicURL.normalized) ?? publicURL)
        if let idle = try seconds(.sessionsIdle, 300...2_592_000) { rule.idleSessions = idle }
        if let longest = try seconds(.sessionsLongest, 300...31_536_000) { rule.longestSessions = longest }
        rule.secondFactor =
            try value(.secondFactorRequired, "it must be nobody, administrators or everybody.") {
                PeopleRule.Requirement(rawValue: $0)
            } ?? .nobody
        return rule
    }
}
