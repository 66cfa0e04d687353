import Foundation
import Gateway
import GatewayModel
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Signing

/// Runs an operation for a request: who asks, may they, with which key, and then the work, all in one transaction.
struct OperationRunner: Sendable {
    static let mostBytes = 64 << 10

    let store: any Store
    let keys: APIKeys
    let clock: any WallClock
    let clients: ClientAddress
    let failures: FailureLimiter
    let caps: SendingCaps
    let changed: @Sendable () -> Void

    func add(_ operation: Operation, to router: Router<some RequestContext>) {
        let path = operation.path.replacing("{", with: ":").replacing("}", with: "")
        let names = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
        router.on(RouterPath(path), method: operation.method) { request, context in
            let client = clients.of(request, context)
            if let stream = operation.stream, EventStream.isWanted(by: request) {
                return try await follow(stream, operation, request, client: client, logger: context.logger)
            }
            return try await run(
                operation, request,
                parameters: names.reduce(into: [:]) { $0[$1] = context.parameters.get($1)?.removingPercentEncoding },
                client: client, logger: context.logger)
        }
    }

    private func run(
        _ operation: Operation, _ request: Request, parameters: [String: String], client: String?,
        logger: Logger
    ) async throws -> Response {
        let token = try await knownToken(of: request, client: client)
        let body = try await body(of: request, for: operation)
        let query = try Self.query(of: request, for: operation)
        let permitted = { @Sendable (transaction: any StoreTransaction) in
            _ = try admit(token, to: operation, in: transaction)
        }
        let call = { @Sendable (principal: Principal) in
            Operation.Call(
                principal: principal, parameters: parameters, query: query, body: body, permitted: permitted)
        }
        let repeatable = try RepeatableRequest(request)
        do {
            switch operation.work {
            case .read(let work):
                let (key, reply) = try await store.read { transaction in
                    let (key, principal) = try admit(token, to: operation, in: transaction)
                    return (key, try work(call(principal), transaction))
                }
                try await noteUse(of: key)
                return reply.response
            case .write(let work):
                let reply = try await once(repeatable, body, operation, token) { try work(call($0), $1) }
                operation.afterwards()
                changed()
                return reply.response
            case .begin(let work):
                let principal = try await store.read { try admit(token, to: operation, in: $0).1 }
                let beginning = try await work(call(principal))
                let reply = try await once(repeatable, body, operation, token, beginning.take)
                changed()
                return try await beginning.carryOn(reply).response
            case .steps(let work):
                let (key, principal) = try await store.read { try admit(token, to: operation, in: $0) }
                try await noteUse(of: key)
                let reply = try await work(call(principal))
                changed()
                return reply.response
            case .upload(let work):
                let raw = RawBody(
                    type: Self.mediaType(of: request),
                    declaredBytes: request.headers[.contentLength].flatMap { Int($0) }, request.body)
                let (key, principal, kept) = try await store.read { transaction in
                    let (key, principal) = try admit(token, to: operation, in: transaction)
                    return (key, principal, try repeatable.kept(by: principal, at: clock.now, in: transaction))
                }
                try await noteUse(of: key)
                if let kept {
                    try await raw.skip(atMost: operation.mostRawBytes ?? 0)
                    return try repeatable.answer(kept, bodyHash: raw.hash(andRead: body)).response
                }
                let uploaded = try await work(call(principal), raw)
                let reply = try await keep(uploaded, bodyHash: raw.hash(andRead: body), repeatable) {
                    try admit(token, to: operation, in: $0).1
                }
                changed()
                return reply.response
            case .download(let work):
                let download = try await store.write { transaction in
                    let (key, principal) = try admit(token, to: operation, in: transaction)
                    if keys.lastUseIsStale(key) { try transaction.setLastUsed(clock.now, of: key.id) }
                    return try work(call(principal), transaction)
                }
                return download.response(from: store, permitted: permitted, logger: logger)
            }
        } catch let refusal as Refusal {
            try await note(refusal, token: token)
            throw refusal
        }
    }

    /// Holds the key to what it may do for as long as the stream is open.
    private func follow(
        _ stream: EventStream, _ operation: Operation, _ request: Request, client: String?, logger: Logger
    ) async throws -> Response {
        let token = try await knownToken(of: request, client: client)
        do {
            let key = try await store.read { try admit(token, to: operation, in: $0).0 }
            try await noteUse(of: key)
        } catch let refusal as Refusal {
            try await note(refusal, token: token)
            throw refusal
        }
        let query = try Self.query(of: request, for: operation)
        return try await stream.response(to: request, EventFilter(query)) { transaction in
            (try? admit(token, to: operation, in: transaction))?.1
        }
    }

    /// A token that is somebody's. Who is nobody hears so, and not what would be wrong with the request; nor is a
    /// stranger's body read.
    private func knownToken(of request: Request, client: String?) async throws -> String {
        // Who shows no key guesses none.
        guard let token = Self.token(of: request) else { throw Self.unknownCaller }
        guard try await store.read({ try keys.principal(token: token, in: $0) }) != nil else {
            try failures.failed(client)
            throw Self.unknownCaller
        }
        return token
    }

    /// Who holds the token, if they may call this at all.
    private func admit(
        _ token: String, to operation: Operation, in transaction: any StoreTransaction
    ) throws -> (APIKey, Principal) {
        guard let (key, principal) = try keys.principal(token: token, in: transaction) else {
            throw Self.unknownCaller
        }
        try principal.require(
            operation.level, for: "\(operation.method.rawValue) \(operation.path)")
        return (key, principal)
    }

    /// Two uploads at the same time under one key: the second is thrown away, and gets the first one's answer.
    private func keep(
        _ uploaded: Operation.Uploaded, bodyHash: [UInt8], _ repeatable: RepeatableRequest,
        by principal: @escaping @Sendable (any StoreTransaction) throws -> Principal
    ) async throws -> Operation.Reply {
        do {
            let (reply, isNew) = try await store.write { transaction in
                try repeatable.once(
                    bodyHash: bodyHash, by: try principal(transaction), at: clock.now, in: transaction
                ) { try uploaded.keep(transaction) }
            }
            if !isNew { await uploaded.discard() }
            return reply
        } catch let refusal as Refusal {
            // Of any other failure it is not known whether it was kept.
            await uploaded.discard()
            throw refusal
        }
    }

    /// In one transaction; what the work answers is kept for a repetition of the request.
    private func once(
        _ repeatable: RepeatableRequest, _ body: [UInt8], _ operation: Operation, _ token: String,
        _ work: @escaping @Sendable (Principal, any StoreTransaction) throws -> Operation.Reply
    ) async throws -> Operation.Reply {
        try await store.write { transaction in
            let (key, principal) = try admit(token, to: operation, in: transaction)
            if keys.lastUseIsStale(key) { try transaction.setLastUsed(clock.now, of: key.id) }
            return try repeatable.once(
                bodyHash: Hash.sha256.digest(body), by: principal, at: clock.now, in: transaction
            ) { try work(principal, transaction) }.reply
        }
    }

    private func noteUse(of key: APIKey) async throws {
        guard keys.lastUseIsStale(key) else { return }
        let now = clock.now
        try await store.write { try $0.setLastUsed(now, of: key.id) }
    }

    /// Denials are audited, and caps that are reached told of, in a transaction of its own: the request's was undone.
    private func note(_ refusal: Refusal, token: String) async throws {
        let now = clock.now
        switch refusal.kind {
        case .forbidden(let subject):
            try await store.write { transaction in
                guard let (_, principal) = try keys.principal(token: token, in: transaction) else { return }
                try transaction.append(
                    AuditEntry(
                        at: now, actor: principal.name, action: "denied", subject: subject,
                        after: refusal.explanation))
            }
        case .overCap(let subject, let day, let contactPoint, _):
            try await store.write { try caps.noteReached(by: subject, on: day, at: contactPoint, in: $0) }
        default: break
        }
    }

    private func body(of request: Request, for operation: Operation) async throws -> [UInt8] {
        let type = Self.mediaType(of: request)
        let types =
            (operation.request == nil ? [] : ["application/json"])
            + (operation.mostRawBytes == nil ? [] : [operation.rawType])
        guard types.isEmpty || types.contains(type) || types.contains("*/*") else {
            throw Refusal(.wrongType, "wrong-content-type", "Send the body as \(types.joined(separator: " or ")).")
        }
        guard operation.request != nil, type == "application/json" else { return [] }
        let buffer = try await request.body.collect(upTo: Self.mostBytes)
        return Array(buffer.readableBytesView)
    }

    private static func mediaType(of request: Request) -> String {
        let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased() ?? ""
        return type.trimmingCharacters(in: .whitespaces)
    }

    private static func query(of request: Request, for operation: Operation) throws -> [String: String] {
        let query = Dictionary(
            request.uri.queryParameters.map { (String($0.key), String($0.value)) },
            uniquingKeysWith: { first, _ in first })
        for name in query.keys.sorted() where !operation.query.contains(where: { $0.name == name }) {
            throw Refusal.invalid(name, "there is no such query parameter here.")
        }
        return query
    }

    private static func token(of request: Request) -> String? {
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") else {
            return nil
        }
        return String(header.dropFirst("bearer ".count))
    }

    private static let unknownCaller = Refusal(
        .unauthenticated, "unauthenticated", "Send an API key that is valid: Authorization: Bearer <key>.")
}
