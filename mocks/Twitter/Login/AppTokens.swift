private import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Signing
private import Synchronization

extension MockX {
    /// A bearer token of the app itself, as if it had asked for one.
    public func bearer(of app: String) -> String {
        state.withLock { $0.bearer(of: app) }
    }

    /// `POST /oauth2/token`: a bearer token of the app itself ("OAuth 2.0 App-Only").
    func appToken(_ call: XCall) async throws(XError) -> XAnswer {
        guard let (key, secret) = call.request.basicCredentials else { throw .coded(99) }
        guard call.field("grant_type") == "client_credentials" else {
            throw .coded(170, "Missing required parameter: grant_type")
        }
        return try locked { state throws(XError) in
            guard let app = state.app(consumerKey: key),
                constantTimeEquals(Array(app.consumerSecret.utf8), Array(secret.utf8)), !app.isSuspended
            else { throw .coded(99) }
            return .json(["token_type": "bearer", "access_token": .string(state.bearer(of: app.id))])
        }
    }
}

extension XState {
    /// The same each time. It holds escapes, which belong to it as they stand.
    mutating func bearer(of app: String) -> String {
        if let known = bearers.first(where: { $0.value == app })?.key { return known }
        let made = String(repeating: "A", count: 21) + SecureRandom.token(24) + "%3D" + SecureRandom.token(30)
        bearers[made] = app
        return made
    }
}

extension MockRequest {
    /// Name and secret of HTTP's Basic scheme, whose percent-encoding is undone.
    var basicCredentials: (String, String)? {
        guard let bytes = credentials("basic").flatMap(Base64.decode) else { return nil }
        let pair = String(decoding: bytes, as: UTF8.self).split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return nil }
        let plain = pair.map { $0.removingPercentEncoding ?? String($0) }
        return (plain[0], plain[1])
    }
}
