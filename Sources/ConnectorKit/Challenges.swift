/// The ability to show a platform that we hold a secret, whenever it asks.
///
/// A platform that gets no good answer delivers nothing more, so the answer waits for nothing but the app's secrets:
/// neither for the events that come in at the same time nor for what is stored of them.
public protocol AnswersChallenges: Connector {
    /// The answer to a challenge, with the app's current secret.
    ///
    /// Called for each request of a route of ``WebhookRoute/Purpose/challenges``, without
    /// ``Connector/verify(_:against:)``: whoever finds the address may ask. So it must never be of use to sign anything
    /// with: whatever could be a body or a parameter that the platform signs the same way is refused. Pure.
    /// - Throws: ``WebhookRejection`` for what is no challenge of the platform's.
    func answer(_ challenge: WebhookRequest, of app: AppAccess) throws(WebhookRejection) -> WebhookReply
}
