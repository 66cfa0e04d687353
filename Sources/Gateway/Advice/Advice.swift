import ConnectorKit
import GatewayModel

/// Holds a message against what its platform advises. Pure.
struct Advice {
    /// A text of many such characters is of another script, and meant to be.
    private static let mostCharactersToName = 10

    private let rules: SendingAdvice
    private let hint: StopHint

    init(_ rules: SendingAdvice, optOut: OptOutSettings) {
        self.rules = rules
        hint = StopHint(optOut)
    }

    init(_ connector: any Connector, at contactPoint: ContactPoint) {
        self.init(connector.capabilities.advice, optOut: contactPoint.optOut)
    }

    /// What is said of.
    struct Subject {
        let text: String?
        let purpose: Message.Purpose
        let parts: [PlannedPart]
        let recipients: Int

        var units: Int { parts.reduce(0) { $0 + $1.part.units } }
    }

    func warnings(about subject: Subject) -> [SendingWarning] {
        [
            shorteners(in: subject.text ?? ""), identical(subject), wayToStop(subject), units(subject),
            characters(subject),
        ]
        .compactMap(\.self)
    }

    private func shorteners(in text: String) -> SendingWarning? {
        let hosts = LinkHosts.named(in: text).filter(rules.shortenerHosts.contains)
        guard !hosts.isEmpty else { return nil }
        return SendingWarning(
            .publicShortener,
            """
            it has a link of a public shortener (\(hosts.joined(separator: ", "))). Carriers filter those, for they \
            hide where a link leads; use the whole address, or a short domain of your own.
            """)
    }

    private func identical(_ subject: Subject) -> SendingWarning? {
        guard let most = rules.mostIdentical, subject.recipients > most else { return nil }
        return SendingWarning(
            .identicalTexts,
            """
            \(subject.recipients) recipients get the same one. To carriers more than \(most) look like bulk; they \
            may filter it.
            """)
    }

    private func wayToStop(_ subject: Subject) -> SendingWarning? {
        guard rules.tellsHowToStop, subject.purpose != .reply, !hint.isGiven(in: subject.text ?? "") else {
            return nil
        }
        return SendingWarning(
            .noWayToStop,
            "it does not say how to opt out, for example “Reply STOP to unsubscribe”.")
    }

    private func units(_ subject: Subject) -> SendingWarning? {
        guard let most = rules.mostUnits, subject.units > most else { return nil }
        return SendingWarning(
            .manyUnits,
            "it costs \(subject.units) units for each recipient. More than \(most) are rarely read.")
    }

    private func characters(_ subject: Subject) -> SendingWarning? {
        let characters = subject.parts.flatMap { $0.form?.costlyCharacters ?? [] }.reduce(into: [Character]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let saved = subject.parts.reduce(0) { $0 + $1.part.units - ($1.form?.unitsWithoutThem ?? $1.part.units) }
        guard (1...Self.mostCharactersToName).contains(characters.count), saved > 0 else { return nil }
        let named = characters.map { "“\($0)”" }.joined(separator: " ")
        return SendingWarning(
            .costlyCharacters,
            """
            without \(named) it would cost \(saved) \(saved == 1 ? "unit" : "units") less for each recipient.
            """)
    }
}
