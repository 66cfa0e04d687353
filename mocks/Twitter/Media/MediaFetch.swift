internal import MockPlatform
private import Synchronization

extension MockX {
    /// `GET https://ton.twitter.com/1.1/ton/data/dm/{message}/{media}/{name}`: what hangs on a message, for whoever wrote
    /// it or was written to; and the same at `GET /2/dm_conversations/media/…`.
    func fetchMedia(_ call: XCall) async throws(XError) -> XAnswer {
        let account = try call.account()
        return try locked { state throws(XError) in
            guard let message = state.places[call["event"]].flatMap({ state.conversations[$0]?[call["event"]] }),
                message.media == call["media"], let item = state.media[call["media"]]
            else { throw .noPage }
            guard message.sender == account.id || message.recipient == account.id else { throw .coded(200) }
            let isV2 = call.request.path.hasPrefix("/2/")
            return XAnswer(type: isV2 ? "application/octet-stream" : item.type, body: item.bytes)
        }
    }
}
