import Gateway
import GatewayModel
import HTTPTypes

/// One operation of the API: what the router serves and what the OpenAPI document says, from the same words.
struct Operation: Sendable {
    let method: HTTPRequest.Method
    /// With parameters in braces, as OpenAPI and the router both write them.
    let path: String
    let summary: String
    let tag: String
    /// The least permission level that may call it; `nil` where nobody has to be known.
    let level: PermissionLevel?
    var audience = Audience.all
    var query: [QueryParameter] = []
    var request: Schema?
    /// How many bytes of something else than JSON it takes as well, or instead where it has no request; `nil` for none.
    var mostRawBytes: Int?
    /// What those bytes are.
    var rawType = "*/*"
    let answer: Answer
    /// Whether its document has a tag that a change may name, so that nobody undoes what somebody else has done meanwhile.
    var isTagged = false
    /// Which refusals are to be expected beside those that every operation, or every one with a body, has.
    var refusals: [Int] = []
    let work: Work
    /// Where the same address is followed as well, as server-sent events.
    var stream: EventStream?
    /// Called once the work is committed.
    var afterwards: @Sendable () -> Void = {}

    var takesIdempotencyKey: Bool {
        guard method == .post else { return false }
        return switch work {
        case .write, .begin, .upload: true
        case .read, .steps, .download, .open: false
        }
    }

    var hasBody: Bool { request != nil || mostRawBytes != nil }

    /// Whom it is for, besides the level.
    enum Audience: Sendable {
        case all
        /// People who have logged in; a key is none.
        case people
        /// Those, and also who must set up a second factor before anything else.
        case enrolling
    }

    struct Answer: Sendable {
        let status: Int
        let schema: Schema?
        /// Another status of the same schema: 200 where nothing had to be made.
        var otherStatus: Int?
        var type = "application/json"
        var description = "Done."
    }

    enum Work: Sendable {
        case read(@Sendable (Call, any StoreTransaction) throws -> Reply)
        /// Everything in one transaction; on POST with the caller's idempotency key.
        case write(@Sendable (Call, any StoreTransaction) throws -> Reply)
        /// Taken in by one transaction, with the caller's idempotency key, and carried on by as many as it takes.
        case begin(@Sendable (Call) async throws -> Beginning)
        /// What cannot be done in one transaction; the caller is known and may do it.
        case steps(@Sendable (Call) async throws -> Reply)
        /// With a body that is too large to be held in memory. What it brought is kept in one transaction, with the
        /// caller's idempotency key.
        case upload(@Sendable (Call, RawBody) async throws -> Uploaded)
        /// A document that is too large to be held in memory: begun in one transaction, read page by page after it.
        case download(@Sendable (Call, any StoreTransaction) throws -> Download)
        /// What comes before anybody is known.
        case open(@Sendable (Visit) async throws -> Reply)
    }

    /// Work that takes several transactions, read and not begun.
    struct Beginning: Sendable {
        /// The first of them; who asks is read anew in it. Its answer is kept for a repetition.
        let take: @Sendable (Principal, any StoreTransaction) throws -> Reply
        /// The rest, from the first one's answer; also for a repetition, which goes on where this left off.
        let carryOn: @Sendable (Reply) async throws -> Reply
    }

    /// What an upload has brought, before anything tells of it.
    struct Uploaded: Sendable {
        let keep: @Sendable (any StoreTransaction) throws -> Reply
        /// In place of keeping it.
        let discard: @Sendable () async -> Void
    }

    /// A request whose caller is known.
    struct Call: Sendable {
        let caller: Caller
        let parameters: [String: String]
        let query: [String: String]
        let body: [UInt8]
        /// The tags of which the document must have one for the request to be carried out (RFC 9110, 13.1.1).
        var ifMatch: String?
        /// Throws once the caller may not do this any more: for work that takes long.
        let permitted: @Sendable (any StoreTransaction) throws -> Void

        var principal: Principal { caller.principal }
    }

    /// A request of somebody who may be anybody.
    struct Visit: Sendable {
        let body: [UInt8]
        /// The address it comes from.
        let client: String?
        /// The program that sends it, as it calls itself.
        let agent: String?
        /// The mark of a browser that somebody has logged in with before.
        let device: String?
    }

    /// What is answered: a status and the bytes of a JSON document, or none.
    struct Reply: Sendable {
        let status: Int
        let body: [UInt8]
        /// What is kept for a repetition of the request, where that must not be all: a token is shown once.
        var kept: [UInt8]?
        /// Values of `Set-Cookie`.
        var cookies: [String] = []
        /// What the document is known by until it changes: a value of `ETag`.
        var tag: String?
    }
}

/// A parameter behind the question mark.
struct QueryParameter: Sendable {
    let name: String
    let description: String
    let schema: Schema

    static let cursor = QueryParameter(
        name: "cursor", description: "The `next` of the page before.", schema: .string())
    static let limit = QueryParameter(
        name: "limit", description: "How many at most, 50 if not given.", schema: .integer(1...200))
}
