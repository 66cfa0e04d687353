internal import Foundation
internal import MockPlatform
private import Synchronization

extension MockX {
    /// Delivers again what was told of all accounts of a webhook in a stretch of time, and says when that is done.
    func replay(
        _ webhook: String, from: String?, to: String?, app: MockXApp, v2: Bool
    ) throws(XError) -> JSON {
        let now = clock.now
        guard let from, let to else { throw .coded(356) }
        guard let start = Self.minute(from), let end = Self.minute(to) else { throw .coded(357) }
        let (job, posts) = try locked { state throws(XError) in
            guard let record = state.webhook(webhook, of: app.id) else {
                throw WebhookRefusal.unknown.error(v2: v2)
            }
            let oldest = now - state.configuration.lifetimes.replay.seconds
            guard start < end, end <= now, start >= oldest else { throw .coded(358) }
            let posts = state.published.filter { $0.webhook == record.id && $0.at >= start && $0.at < end }
            return (state.newID(at: now), posts)
        }
        tasks.start { [self] in
            for post in posts { _ = await deliver(post, playing: nil) }
            let notice: JSON = [
                "replay_job_status": [
                    "webhook_id": .string(webhook), "job_state": "Complete",
                    "job_state_description": "Job completed successfully", "job_id": .string(job),
                ]
            ]
            let post = EventPost(
                app: app.id, webhook: webhook, account: "", at: now, body: notice.bytes, what: "replay_job_status",
                shape: "activity", subject: webhook, about: [])
            _ = await deliver(post, playing: nil)
        }
        return ["job_id": .string(job), "created_at": .string(XState.instant(now))]
    }

    /// `yyyymmddhhmm`, in UTC.
    private static func minute(_ text: String) -> Date? {
        guard text.count == 12, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        let digits = text.compactMap(\.wholeNumberValue)
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(
            from: DateComponents(
                year: number(0..<4), month: number(4..<6), day: number(6..<8), hour: number(8..<10),
                minute: number(10..<12)))
    }
}
