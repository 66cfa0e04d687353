/// How long to wait before a mail is tried again. Where somebody has to change something it is the longest at once.
enum MailBackOff {
    static let longest = Duration.seconds(1800)
    private static let first = Duration.seconds(30)

    /// - Parameter failures: before this one; the wait doubles with each.
    static func wait(_ kind: MailFailure.Kind, failures: Int) -> Duration {
        switch kind {
        case .temporary: min(first * (1 << min(failures, 10)), longest)
        case .permanent: longest
        }
    }
}
