import Foundation
import Gateway
import GatewayModel
import HTTPTypes
import Hummingbird

/// Who makes a request, and whether they may: asked before the rest of the request is read, and again in the
/// transaction of the work.
struct Admission: Sendable {
    let store: any Store
    let callers: Callers
    let clock: any WallClock
    let failures: FailureLimiter
    let cookies: BrowserCookies
    /// Where our own pages are, without a slash at the end.
    let panelURL: String

    /// What the request shows, and whose it is. Who is nobody hears so, and not what would be wrong with the request;
    /// nor is a stranger's body read.
    func caller(
        of request: Request, client: String?
    ) async throws -> (credential: Callers.Credential, caller: Caller) {
        // Who shows nothing guesses nothing.
        guard let credential = try shown(by: request) else { throw Self.unknownCaller }
        guard let caller = try await store.read({ try callers.caller(credential, in: $0) }) else {
            try failures.failed(client)
            throw Self.unknownCaller
        }
        return (credential, caller)
    }

    /// Refuses what a stranger's page has made a browser send.
    func refuseStrangersPage(_ request: Request) throws {
        if origin(of: request) == .elsewhere { throw Self.fromElsewhere }
    }

    /// Who it is, if they may call this at all.
    func admit(
        _ credential: Callers.Credential, to operation: Operation, in transaction: any StoreTransaction
    ) throws -> Caller {
        guard let caller = try callers.caller(credential, in: transaction) else { throw Self.unknownCaller }
        try admit(caller, to: operation)
        return caller
    }

    /// Refuses whoever may not call this at all.
    func admit(_ caller: Caller, to operation: Operation) throws {
        let subject = "\(operation.method.rawValue) \(operation.path)"
        if let level = operation.level { try caller.principal.require(level, for: subject) }
        if operation.audience != .all, caller.session == nil {
            throw Refusal(
                .forbidden(subject: subject), "log-in-needed", "This is for a person who has logged in, not for a key.")
        }
        if operation.audience != .enrolling, caller.mustEnrol {
            throw Refusal(
                .forbidden(subject: subject), "second-factor-required",
                "A second factor is required here: set up an authenticator app first (POST /v1/me/second-factor).")
        }
    }

    func noteUse(of caller: Caller) async throws {
        guard callers.useIsStale(caller) else { return }
        try await store.write { try callers.noteUse(of: caller, in: $0) }
    }

    func noteUse(of caller: Caller, in transaction: any StoreTransaction) throws {
        guard callers.useIsStale(caller) else { return }
        try callers.noteUse(of: caller, in: transaction)
    }

    /// A denial is audited in a transaction of its own: the request's has been undone.
    func audit(_ refusal: Refusal, of subject: String, by credential: Callers.Credential) async throws {
        let now = clock.now
        try await store.write { transaction in
            guard let caller = try callers.caller(credential, in: transaction) else { return }
            try transaction.append(
                AuditEntry(
                    at: now, actor: caller.principal.name, action: "denied", subject: subject,
                    after: refusal.explanation))
        }
    }

    /// A key counts wherever it comes from: no browser sends one by itself. A cookie counts only for our own pages.
    private func shown(by request: Request) throws -> Callers.Credential? {
        if let header = request.headers[.authorization] {
            return header.lowercased().hasPrefix("bearer ") ? .key(String(header.dropFirst("bearer ".count))) : nil
        }
        guard let token = cookies.session(of: request) else { return nil }
        let isChange = request.method != .get && request.method != .head
        guard origin(of: request).letsCookieCount(changing: isChange) else { throw Self.fromElsewhere }
        return .session(token)
    }

    private func origin(of request: Request) -> RequestOrigin {
        RequestOrigin(
            site: request.headers[.init("Sec-Fetch-Site")!], origin: request.headers[.origin],
            host: request.head.authority, own: panelURL)
    }

    static let unknownCaller = Refusal(
        .unauthenticated, "unauthenticated", "Send an API key that is valid (Authorization: Bearer <key>), or log in.")
    private static let fromElsewhere = Refusal(
        .forbidden(subject: "session"), "wrong-origin",
        "A session counts for the panel's own pages only, and the browser does not say that this comes from one.")
}
