internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Signing
private import Synchronization

extension MockTwilio {
    private static let linkLifetime: TimeInterval = 300

    /// `GET …/Messages/{sid}/Media.json`.
    func listMedia(_ messageSid: String, _ request: MockRequest) throws(TwilioError) -> MockReply {
        guard message(messageSid) != nil else { throw .notFound(request.path) }
        let items = state.withLock { state in
            (state.mediaByMessage[messageSid] ?? []).compactMap { state.media[$0] }
                .map { $0.json(account: state.configuration.accountSid) }
        }
        return .json(ListPage(request).json("media_list", items, next: nil))
    }

    /// `GET …/Media/{sid}` leads to a short-lived URL; with `.json` it describes the media.
    func fetchMedia(_ sid: String, _ describes: Bool, _ request: MockRequest) throws(TwilioError) -> MockReply {
        guard let media = state.withLock({ $0.media[sid] }) else { throw .notFound(request.path) }
        if describes { return .json(media.json(account: accountSid)) }
        let token = SecureRandom.token()
        let expires = clock.now + Self.linkLifetime
        let base = state.withLock { state in
            state.mediaLinks[token] = .init(mediaSid: sid, expires: expires)
            return state.baseURL
        }
        // Another name for the same machine: to a client it is another host, which must not see its credentials.
        let elsewhere = base.replacing("127.0.0.1", with: "localhost")
        return .response(
            MockResponse(status: .temporaryRedirect, headers: [.location: "\(elsewhere)/media/\(token)"]))
    }

    /// The media itself, to whoever has the short-lived URL.
    func mediaBytes(_ request: MockRequest) -> MockReply {
        // As a content network with signed URLs does: credentials on top of the signature are an error.
        guard request.headers[.authorization] == nil else {
            return .text("Only one authorization mechanism is allowed", type: "text/plain", status: .badRequest)
        }
        let token = String(request.path.dropFirst("/media/".count))
        let media = state.withLock { state -> TwilioState.Media? in
            guard let link = state.mediaLinks[token], link.expires > clock.now else { return nil }
            return state.media[link.mediaSid]
        }
        guard let media else { return .text("Access denied", type: "text/plain", status: .forbidden) }
        return .response(
            MockResponse(status: .ok, headers: [.contentType: media.contentType], body: media.bytes))
    }
}

extension TwilioState.Media {
    fileprivate func json(account: String) -> JSON {
        [
            "sid": .string(sid), "account_sid": .string(account), "parent_sid": .string(messageSid),
            "content_type": .string(contentType), "date_created": .string(TwilioDate.format(created)),
            "date_updated": .string(TwilioDate.format(created)),
            "uri": .string("/2010-04-01/Accounts/\(account)/Messages/\(messageSid)/Media/\(sid).json"),
        ]
    }
}
