public import GatewayModel

/// Answers given under an idempotency key.
public protocol IdempotencyRecords {
    func answer(to key: IdempotencyKey) throws -> KeptAnswer?
    func keep(_ answer: KeptAnswer, to key: IdempotencyKey) throws
    /// All of them, in the order of their keys.
    func answers(after key: IdempotencyKey?, limit: Int) throws -> [(key: IdempotencyKey, answer: KeptAnswer)]
    /// What was answered is forgotten; that it was answered is not.
    func forgetAnswer(to key: IdempotencyKey) throws
    func deleteAnswers(before moment: Timestamp) throws
}

/// A caller's key for one request: the same text means nothing to another caller or route.
public struct IdempotencyKey: Sendable, Hashable {
    public let principal: String
    public let route: String
    public let text: String

    public init(principal: String, route: String, text: String) {
        self.principal = principal
        self.route = route
        self.text = text
    }
}

/// What was answered, and a hash of the body it answered.
public struct KeptAnswer: Sendable, Equatable {
    public let requestHash: [UInt8]
    public let status: Int
    public let body: [UInt8]
    public let at: Timestamp

    /// An answer always has a status; what is left of one that was forgotten has none.
    public var isForgotten: Bool { status == 0 }

    public init(requestHash: [UInt8], status: Int, body: [UInt8], at: Timestamp) {
        self.requestHash = requestHash
        self.status = status
        self.body = body
        self.at = at
    }
}
