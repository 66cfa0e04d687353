internal import HTTPTypes
internal import MockPlatform

extension MockX {
    func controlPanel(_ request: MockRequest) async -> MockReply {
        .problem("not found", status: .notFound)
    }
}
