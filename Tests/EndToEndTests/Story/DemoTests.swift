import Foundation
import MockMessenger
import Testing

/// Somebody has just typed `make run`.
@Suite("The demo")
struct DemoTests {
    private static let page = PageInstallation.page
    private static let further = MockPage.samples[1]

    @Test("A page is connected, a customer on it is answered, and the printed commands do what is said of them")
    func messenger() async throws {
        let demo = try await Demo()
        let api = try await demo.api()
        let connections = try await api.get("/v1/contact-points/default/connections").expect(200)["items"].array
        let connection = try #require(connections.first { $0["address"] == .string(Self.page) }?["id"].string)
        let checklist = try await api.get("/v1/connections/\(connection)/checklist").expect(200).json
        #expect(PageInstallation.verdicts(checklist).filter { $0.value != "green" } == ["inbound": "yellow"])

        try await demo.write("Do you have Moby-Dick?", to: Self.page)
        let conversation = try await api.get("/v1/conversations").expect(200)["items"][0]
        #expect(conversation["contactPoint"] == "default" && conversation["state"] == "new")
        let path = "/v1/conversations/\(conversation["id"].string ?? "")/messages"
        #expect(try await api.get(path).expect(200)["items"][0]["text"] == "Do you have Moby-Dick?")
        _ = try await api.post(path, ["text": "We have two."]).expect(202)
        try await eventually("the customer has the answer") {
            try await demo.received(of: Self.page) == ["We have two."]
        }
        let seen = try await demo.terminal(" checklist ").end()
        #expect(seen.status == 0, "\(seen.output)")

        let connect = try demo.terminal(" --platform ")
        try await connect.logIn(demo.logIn)
        try await connect.answer("from a list: ", "m.me/\(Self.further.username)")
        try await connect.answer("Which, by number: ", "1")
        let (isConnected, told) = await connect.end()
        #expect(isConnected == 0 && told.contains(Self.further.id), "\(told)")
        try await demo.write("A table for two?", to: Self.further.id)
        let newest = try await api.get("/v1/conversations").expect(200)["items"][0]
        #expect(newest["contactPoint"] == "sales")

        try await demo.writeOnX("Is it signed?")
        let onX = try await api.get("/v1/conversations").expect(200)["items"][0]
        #expect(onX["contactPoint"] == "social" && onX["platform"] == "twitter")
        _ = try await api.post("/v1/conversations/\(onX["id"].string ?? "")/messages", ["text": "It is."]).expect(202)
        try await eventually("the customer on X has the answer") {
            try await demo.receivedOnX() == ["It is."]
        }

        let again = try demo.terminal(" --reconnect ")
        try await again.logIn(demo.logIn)
        let (isBack, output) = await again.end()
        #expect(isBack == 0, "\(output)")
        #expect(await demo.end() == 0)
    }
}
