/// Asking for a link by mail, for whoever has forgotten a password.
public struct PasswordResets: Sendable {
    /// Of one client in a minute.
    static let most = 10

    private let errands: Errands
    private let limiter: FailureLimiter
    private let isMailed: Bool

    init(_ surroundings: Surroundings, errands: Errands, isMailed: Bool) {
        self.errands = errands
        self.isMailed = isMailed
        limiter = FailureLimiter(most: Self.most, clock: surroundings.clock)
    }

    /// Returns at once, whoever it is: nobody hears from it whether the address is known.
    public func request(email: String, client: String?) throws {
        guard isMailed else {
            throw Refusal(
                .conflict, "no-mail",
                "This gateway sends no mail. Ask an administrator for a link by which you can set a new password.")
        }
        try limiter.failed(client)
        guard errands.add(.mailLink(email: email.lowercased())) else {
            throw Refusal(.unavailable, "unavailable", "Too many ask for a new password at this moment; try again.")
        }
    }
}
