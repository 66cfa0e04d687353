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
    let admission: Admission
    let clock: any WallClock
    let clients: ClientAddress
    let caps: SendingCaps
    let changed: @Sendable () -> Void

    func add(_ operation: Operation, to router: some RouterMethods) {
        let path = operation.path.replacing("{", with: ":").replacing("}", with: "")
        let names = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
        router.on(RouterPath(path), method: operation.method) { request, context in
            let client = clients.of(request, context)
            if case .open(let work) = operation.work { return try await run(work, operation, request, client) }
            let (credential, caller) = try await admission.caller(of: request, client: client)
            do {
                if let stream = operation.stream, EventStream.isWanted(by: request) {
                    return try await follow(stream, operation, request, credential)
                }
                return try await run(
                    operation, request, credential, caller,
                    parameters: names.reduce(into: [:]) {
                        $0[$1] = context.parameters.get($1)?.removingPercentEncoding
                    }, logger: context.logger)
            } catch let refusal as Refusal {
                try await note(refusal, credential)
                throw refusal
            }
        }
    }

    private func run(
        _ operation: Operation, _ request: Request, _ credential: Callers.Credential, _ caller: Caller,
        parameters: [String: String], logger: Logger
    ) async throws -> Response {
        let body = try await body(of: request, for: operation)
        let query = try Self.query(of: request, for: operation)
        let ifMatch = operation.isTagged ? request.headers[.ifMatch] : nil
        let admit = { @Sendable (transaction: any StoreTransaction) in
            try admission.admit(credential, to: operation, in: transaction)
        }
        let call = { @Sendable (caller: Caller) in
            Operation.Call(
                caller: caller, parameters: parameters, query: query, body: body, ifMatch: ifMatch,
                permitted: { _ = try admit($0) })
        }
        let repeatable = try RepeatableRequest(request)
        switch operation.work {
        case .open: throw Admission.unknownCaller
        case .read(let work):
            let (caller, reply) = try await store.read { transaction in
                let caller = try admit(transaction)
                return (caller, try work(call(caller), transaction))
            }
            try await admission.noteUse(of: caller)
            return reply.response
        case .write(let work):
            let reply = try await once(repeatable, body, admit) { try work(call($0), $1) }
            operation.afterwards()
            changed()
            return reply.response
        case .begin(let work):
            // Who asks was found out a moment ago, and is again in the transaction.
            try admission.admit(caller, to: operation)
            let beginning = try await work(call(caller))
            let reply = try await once(repeatable, body, admit) { try beginning.take($0.principal, $1) }
            changed()
            return try await beginning.carryOn(reply).response
        case .steps(let work):
            let caller = try await store.read(admit)
            try await admission.noteUse(of: caller)
            let reply = try await work(call(caller))
            changed()
            return reply.response
        case .upload(let work):
            let raw = RawBody(
                type: Self.mediaType(of: request),
                declaredBytes: request.headers[.contentLength].flatMap { Int($0) }, request.body)
            let (caller, kept) = try await store.read { transaction in
                let caller = try admit(transaction)
                return (caller, try repeatable.kept(by: caller.principal, at: clock.now, in: transaction))
            }
            try await admission.noteUse(of: caller)
            if let kept {
                try await raw.skip(atMost: operation.mostRawBytes ?? 0)
                return try repeatable.answer(kept, bodyHash: raw.hash(andRead: body)).response
            }
            let uploaded = try await work(call(caller), raw)
            let reply = try await keep(uploaded, bodyHash: raw.hash(andRead: body), repeatable) {
                try admit($0).principal
            }
            changed()
            return reply.response
        case .download(let work):
            let download = try await store.write { transaction in
                let caller = try admit(transaction)
                try admission.noteUse(of: caller, in: transaction)
                return try work(call(caller), transaction)
            }
            return download.response(from: store, permitted: { _ = try admit($0) }, logger: logger)
        }
    }

    /// For whoever comes: nobody has to be known, and no stranger's page may have sent it.
    private func run(
        _ work: @Sendable (Operation.Visit) async throws -> Operation.Reply, _ operation: Operation,
        _ request: Request, _ client: String?
    ) async throws -> Response {
        try admission.refuseStrangersPage(request)
        let body = try await body(of: request, for: operation)
        _ = try Self.query(of: request, for: operation)
        return try await work(
            Operation.Visit(
                body: body, client: client, agent: request.headers[.userAgent],
                device: admission.cookies.device(of: request))
        ).response
    }

    /// Holds the caller to what it may do for as long as the stream is open.
    private func follow(
        _ stream: EventStream, _ operation: Operation, _ request: Request, _ credential: Callers.Credential
    ) async throws -> Response {
        let caller = try await store.read { try admission.admit(credential, to: operation, in: $0) }
        try await admission.noteUse(of: caller)
        let query = try Self.query(of: request, for: operation)
        return try await stream.response(to: request, EventFilter(query)) { transaction in
            (try? admission.admit(credential, to: operation, in: transaction))?.principal
        }
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
        _ repeatable: RepeatableRequest, _ body: [UInt8],
        _ admit: @escaping @Sendable (any StoreTransaction) throws -> Caller,
        _ work: @escaping @Sendable (Caller, any StoreTransaction) throws -> Operation.Reply
    ) async throws -> Operation.Reply {
        try await store.write { transaction in
            let caller = try admit(transaction)
            try admission.noteUse(of: caller, in: transaction)
            return try repeatable.once(
                bodyHash: Hash.sha256.digest(body), by: caller.principal, at: clock.now, in: transaction
            ) { try work(caller, transaction) }.reply
        }
    }

    /// Denials are audited, and caps that are reached told of, in a transaction of its own: the request's was undone.
    private func note(_ refusal: Refusal, _ credential: Callers.Credential) async throws {
        switch refusal.kind {
        case .forbidden(let subject): try await admission.audit(refusal, of: subject, by: credential)
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
}
