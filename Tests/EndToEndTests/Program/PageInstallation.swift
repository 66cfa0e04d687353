import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

/// A gateway process and a mock Meta beside it, where somebody owns a page that is to be connected.
final class PageInstallation: PlatformInstallation {
    static let page = MockPage.samples[0].id
    static let owner = MockFacebookUser.samples[0].id
    static let app = MockApp()
    static let customer = "Ada Byron"

    let meta: MockMeta
    let house: FrontedGateway

    /// - Parameter clock: Meta's.
    init(settings: [String: String] = [:], clock: MockClock = MockClock()) async throws {
        meta = MockMeta(clock: clock)
        try await meta.start()
        house = try await FrontedGateway(settings)
    }

    func end() async {
        await house.end()
        await meta.stop()
    }

    /// What somebody enters about the app.
    var credentials: [String: String] {
        [
            "appID": Self.app.id, "appSecret": Self.app.secret, "graphBase": meta.baseURL, "dialogBase": meta.baseURL,
        ]
    }

    /// Connects pages from nothing, by the API.
    /// - Returns: the connections, in the order of the pages.
    func connect(_ pages: [String] = [page]) async throws -> [String] {
        let begun = try await begin(["platform": "messenger", "contactPoint": "default"])
        let settings = JSONValue.object(credentials.mapValues { .string($0) })
        let dialog = try await begun.answer(["step": "app", "settings": settings])
        let identify = try await logIn(dialog)
        #expect(identify.step["kind"] == "ask")
        let list = try await identify.answer(["step": "identify", "text": ""])
        let done = try await list.answer(["step": "page", "choices": .array(pages.map { .string($0) })])
        let made = done.json["connected"]["connections"].array
        return pages.compactMap { page in made.first { $0["address"] == .string(page) }?["id"].string }
    }

    /// Associate User once more, by the API.
    /// - Returns: the checklist that it ends with.
    @discardableResult
    func reconnect(_ connection: String) async throws -> JSONValue {
        let begun = try await begin(["connection": .string(connection)])
        return try await logIn(begun).json["connected"]["connections"][0]["checklist"]
    }

    /// Goes through Facebook's dialog, once more where something is missing.
    func logIn(_ stage: ConnectingStage) async throws -> ConnectingStage {
        var stage = stage
        for _ in 0..<2 where stage.step["id"] == "associate" {
            #expect(stage.step["kind"] == "open" && stage.step["returns"] == true)
            let back = try logIn(stage.step["url"].string ?? "")
            stage = try await stage.answer(["step": "associate", "text": .string(back)])
        }
        return stage
    }

    /// The owner goes through Facebook's dialog.
    /// - Returns: where the browser is sent back to.
    func logIn(_ dialog: String) throws -> String { try meta.logIn(dialog, as: Self.owner) }

    /// A customer writes to the page.
    func write(_ text: String, to page: String = PageInstallation.page) async throws {
        let receipt = try await meta.person(Self.customer).text(text, to: page)
        #expect(receipt.succeeded, "\(receipt)")
    }

    /// What the customer has got of the page.
    var received: [String] { meta.person(Self.customer).received(on: Self.page).compactMap(\.text) }

    /// What the customer sees of the page, besides messages too.
    func shownToCustomer() async throws -> JSONValue {
        let query = FormBody.encode([(name: "person", value: Self.customer), (name: "page", value: Self.page)])
        let url = "\(meta.baseURL)/mock/conversation?\(String(decoding: query, as: UTF8.self))"
        let reply = try await APIClient.sharedTransport.exchange(HTTPCall(method: .get, url: url))
        return try JSONDecoder().decode(JSONValue.self, from: Data(reply.body))
    }
}
