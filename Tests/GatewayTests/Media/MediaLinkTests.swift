import ConnectorTestKit
import GatewayModel
import Testing

@testable import Gateway

@Suite("Links to files")
struct MediaLinkTests {
    private static let media = ID<Media>(rawValue: 12345)

    private static func ticket(_ url: String) -> String { String(url.split(separator: "/")[4]) }

    @Test("A link opens its file until its time, and no other file; no letter of it can be changed")
    func link() async throws {
        let gateway = try await TestGateway.make()
        let links = gateway.parts.mediaLinks
        let (url, until) = try links.link(to: Self.media, type: "image/png", for: .seconds(3600))
        #expect(url.hasPrefix("https://gateway.test/media/\(Self.media)/"))
        #expect(url.hasSuffix("/file.png"))
        let ticket = Self.ticket(url)
        #expect(try links.opens(Self.media, ticket: ticket))
        #expect(try !links.opens(ID(rawValue: 12346), ticket: ticket))
        for index in ticket.indices {
            var forged = ticket
            forged.replaceSubrange(index...index, with: ticket[index] == "1" ? "2" : "1")
            #expect(try !links.opens(Self.media, ticket: forged), "\(forged)")
        }
        for other in ["", ".", ticket + "=", "0" + ticket, ticket.split(separator: ".")[0] + "."] {
            #expect(try !links.opens(Self.media, ticket: String(other)))
        }
        gateway.pass(until - gateway.clock.now - .milliseconds(1))
        #expect(try links.opens(Self.media, ticket: ticket))
        gateway.pass(.milliseconds(1))
        #expect(try !links.opens(Self.media, ticket: ticket))
    }

    @Test("The next process honours the links of the last; another gateway does not")
    func restart() async throws {
        let gateway = try await TestGateway.make()
        let url = try gateway.parts.mediaLinks.link(to: Self.media, type: nil, for: .seconds(60)).url
        let next = try gateway.restarted()
        #expect(throws: StoreFailure.self) { try next.parts.mediaLinks.opens(Self.media, ticket: "1.A") }
        try await next.prepareLinks()
        #expect(try next.parts.mediaLinks.opens(Self.media, ticket: Self.ticket(url)))
        let other = try await TestGateway.make()
        #expect(try !other.parts.mediaLinks.opens(Self.media, ticket: Self.ticket(url)))
    }
}
