/// Work that must be done by one node at a time, however many serve a database.
///
/// What waits for the first catch-up is one duty with it: so it is known on the same node what was missed.
public enum Duty: String, Sendable, CaseIterable {
    /// What platforms kept, what waits on the outbox, and the timers of conversations.
    case sending
    /// Notifications whose node died in the middle.
    case notifications
    /// Events to subscribers.
    case delivery
    /// What is right with connections, and before that what platforms granted for a time: a checklist must not alarm
    /// anybody because of what is renewed a moment later.
    case checklists
    /// Files to be fetched, and files to be removed.
    case media
    /// What platforms call customers.
    case names
    /// What has been kept long enough.
    case pruning
    /// Mails about what only a person can mend.
    case alerts
    /// Mails that bring links.
    case links
    /// Who is not there any more, for the sessions have run out.
    case presences
}
