import Foundation
import GatewayModel

/// The mail that alerts make: each with its time, subject by subject.
enum AlertDigest {
    /// About one subject; of more, the latest are shown.
    static let mostShown = 20

    static func mail(of alerts: [Alert], to recipients: [MailAddress], at now: Timestamp) -> Mail? {
        guard let last = alerts.last else { return nil }
        let names = alerts.map(\.subject).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let bySubject = Dictionary(grouping: alerts, by: \.subject)
        let sections = names.compactMap { bySubject[$0] }.map(section)
        return Mail(
            reference: "\(last.id)-\(alerts.count)", to: recipients, subject: "[Gatehouse] " + headline(names, last),
            text: sections.joined(separator: "\n\n"), at: now)
    }

    private static func headline(_ subjects: [String], _ last: Alert) -> String {
        subjects.count == 1 ? last.headline : "\(last.headline), and \(subjects.count - 1) more"
    }

    private static func section(_ alerts: [Alert]) -> String {
        let left = alerts.count - mostShown
        let note = left > 0 ? ["(\(left) earlier changes are left out.)"] : []
        return
            (note + alerts.suffix(mostShown).map { "\(time($0.at)): \($0.headline)\n\($0.text)" })
            .joined(separator: "\n\n")
    }

    private static func time(_ moment: Timestamp) -> String {
        let date = Date(timeIntervalSince1970: Double(moment.milliseconds / 1000))
        return date.formatted(.iso8601)
    }
}
