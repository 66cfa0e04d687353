public import GatewayModel

/// What is written down as a moment of the wall clock, and waits for it.
public protocol ClockRecords {
    /// The clock was set back by `shift` to `now`: what was to happen, or to be over, after `now` is so much sooner, as
    /// long from now as it was before.
    ///
    /// Messages, leases and marks of pace, deliveries, files, names, checklists and mails; conversations are looked at one by
    /// one instead. Nothing happens too early by it: what has a time of its own, as a sending window has, is asked for
    /// again when it is due.
    func setBack(by shift: Duration, at now: Timestamp) throws
}
