import ConnectorKit
import Foundation
import GatewayModel
import HTTPTypes

/// A call to the platform `test`, in the form in which it travels.
struct TestCall: Codable, Sendable, Equatable {
    enum Purpose: String, Codable, Sendable {
        case send
        case lookUp
    }

    let purpose: Purpose
    let text: String
    let to: String
    let from: String
    let reference: String
    let media: [String]

    init(_ dispatch: Dispatch, _ purpose: Purpose) {
        self.purpose = purpose
        text = dispatch.part.text ?? ""
        to = dispatch.to.value
        from = dispatch.from.value
        reference = dispatch.reference.description
        media = dispatch.part.media.map(\.url)
    }

    var httpCall: HTTPCall {
        let body = (try? JSONEncoder().encode(self)) ?? Data()
        return HTTPCall(method: .post, url: "https://platform.test/\(purpose.rawValue)", body: Array(body))
    }

    init(reading call: HTTPCall) throws {
        self = try JSONDecoder().decode(TestCall.self, from: Data(call.body))
    }
}
