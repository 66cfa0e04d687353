internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockMeta {
    /// A file, to whoever has its signed address: it needs no token.
    func contentBytes(_ request: MockRequest) -> MockReply {
        let now = clock.now
        guard request.method == .get || request.method == .head,
            let file = state.withLock({ $0.content.file(at: request.path, now: now) })
        else { return .text("URL signature expired", type: "text/plain", status: .forbidden) }
        return .file(file.bytes, type: file.contentType)
    }
}
