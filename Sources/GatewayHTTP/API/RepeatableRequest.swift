import Gateway
import GatewayModel
import Hummingbird
import Signing

/// A request that its caller may repeat: under one key, one POST is carried out once, and answered the same each time.
struct RepeatableRequest: Sendable {
    static let life = Duration.seconds(24 * 3600)

    /// `nil` where the caller gave none.
    private let key: String?
    private let route: String
    private let query: String

    init(_ request: Request) throws {
        let given = request.headers[.init("Idempotency-Key")!]
        if let given, !(1...255).contains(given.utf8.count) {
            throw Refusal.invalid("Idempotency-Key", "it must have 1 to 255 characters.")
        }
        key = request.method == .post ? given : nil
        route = "\(request.method.rawValue) \(request.uri.path)"
        query = request.uri.query ?? ""
    }

    /// What was answered before, if anything was.
    func kept(by principal: Principal, at now: Timestamp, in transaction: any StoreTransaction) throws -> KeptAnswer? {
        guard let key = name(by: principal), let kept = try transaction.answer(to: key) else { return nil }
        return kept.at >= now - Self.life ? kept : nil
    }

    /// That answer, if it was given to the same request.
    ///
    /// - Parameter bodyHash: SHA-256 of the body.
    func answer(_ kept: KeptAnswer, bodyHash: [UInt8]) throws -> Operation.Reply {
        guard kept.requestHash == hash(bodyHash) else { throw Self.otherRequest }
        guard !kept.isForgotten else {
            throw Refusal(.gone, "answer-erased", "What this request was answered was erased with its customer.")
        }
        return Operation.Reply(status: kept.status, body: kept.body)
    }

    /// What was answered before, or else what the work answers now, which is kept.
    func once(
        bodyHash: [UInt8], by principal: Principal, at now: Timestamp, in transaction: any StoreTransaction,
        _ work: () throws -> Operation.Reply
    ) throws -> (reply: Operation.Reply, isNew: Bool) {
        guard let key = name(by: principal) else { return (try work(), true) }
        try transaction.deleteAnswers(before: now - Self.life)
        if let kept = try transaction.answer(to: key) { return (try answer(kept, bodyHash: bodyHash), false) }
        let reply = try work()
        let kept = KeptAnswer(
            requestHash: hash(bodyHash), status: reply.status, body: reply.kept ?? reply.body, at: now)
        try transaction.keep(kept, to: key)
        return (reply, true)
    }

    static let otherRequest = Refusal(
        .invalid, "idempotency-key-reused", "This Idempotency-Key was used with another body.",
        fields: [Refusal.Field("Idempotency-Key", "it belongs to another request.")])

    private func name(by principal: Principal) -> IdempotencyKey? {
        key.map { IdempotencyKey(principal: principal.name, route: route, text: $0) }
    }

    /// With what stands behind the question mark, where something does: it says what is wanted as the body does.
    private func hash(_ bodyHash: [UInt8]) -> [UInt8] {
        query.isEmpty ? bodyHash : Hash.sha256.digest(bodyHash + Array(query.utf8))
    }
}
