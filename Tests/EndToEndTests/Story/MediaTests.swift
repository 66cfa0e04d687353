import ConnectorKit
import CurlTransport
import Foundation
import HTTPTypes
import MockPlatform
import MockSMS
import Testing

/// Pictures both ways, and what is refused with its reason, through the real program.
@Suite("Files, both ways")
struct MediaTests {
    private static let customer = "+14155550100"
    /// One black point.
    private static let png = [UInt8](
        Data(
            base64Encoded:
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")!)
    /// The name `localhost`, which the mock's content network has, may be either.
    private static let loopback = ["GATEHOUSE_OUTGOING_ALLOWED_NETWORKS": "127.0.0.1,::1"]

    private static func house(keptIn place: String = "folder") async throws -> Installation {
        var configuration = MockTwilioConfiguration()
        configuration.retrievesMedia = true
        let settings = loopback.merging(["GATEHOUSE_MEDIA_STORE": place]) { given, _ in given }
        return try await Installation(settings: settings, configuration: configuration)
    }

    /// The first file of the latest message, once it is settled.
    private static func settled(_ house: Installation) async throws -> JSONValue {
        var media = JSONValue.null
        try await eventually("the file is settled") {
            guard let id = try await house.api.get("/v1/conversations").expect(200)["items"][0]["id"].string else {
                return false
            }
            let messages = try await house.api.get("/v1/conversations/\(id)/messages").expect(200)["items"].array
            media = messages.last?["media"][0] ?? .null
            return media["state"].string != nil && media["state"] != "pending"
        }
        return media
    }

    private static func plain(_ url: String, _ method: HTTPRequest.Method = .get) async throws -> HTTPReply {
        try await APIClient.sharedTransport.exchange(HTTPCall(method: method, url: url))
    }

    @Test(
        "A picture from the phone is seen by a signed link, and one sent by API is seen on the phone",
        arguments: ["folder", "database"])
    func pictures(place: String) async throws {
        let house = try await Self.house(keptIn: place)
        let phone = house.mock.phone(Self.customer)
        let picture = MockMedia(contentType: "image/png", bytes: Self.png)
        #expect(try await phone.text("Look", to: Installation.number, media: [picture]).succeeded)
        let media = try await Self.settled(house)
        #expect(media["state"] == "ready", "\(media)")
        #expect(media["contentType"] == "image/png")
        #expect(media["byteCount"] == .number(Double(Self.png.count)))

        let url = try #require(media["url"].string)
        let shown = try await Self.plain(url)
        #expect(shown.status == 200)
        #expect(shown.body == Self.png)
        let expected: [(String, String)] = [
            ("Content-Type", "image/png"), ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "sandbox; default-src 'none'"), ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "private, max-age=300"), ("Content-Length", String(Self.png.count)),
        ]
        for (name, value) in expected { #expect(shown.headers[.init(name)!] == value, "\(name)") }
        #expect(shown.headers[.contentDisposition]?.hasPrefix("inline") == true)
        let head = try await Self.plain(url, .head)
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
        #expect(head.headers[.contentLength] == String(Self.png.count))
        let id = try #require(media["id"].string)
        let ticket = try #require(url.split(separator: "/").dropLast().last.map(String.init))
        let later = "9" + ticket.dropFirst()
        for forged in [url.replacing(id, with: "med_00000000000zz"), url.replacing(ticket, with: later)] {
            #expect(try await Self.plain(forged).status == 404, "\(forged)")
        }

        // Both calls for it are traced: the platform's, and the one to which it led, of which only the host is told.
        try await eventually("the fetch is traced") {
            let traces = try await house.api.get("/v1/connections/\(house.connection)/traces").expect(200)["items"]
                .array
            let files = traces.filter { $0["url"].string?.contains("/Media/") == true }
            let elsewhere = traces.filter { $0["url"].string?.hasSuffix("/…") == true }
            return files.map(\.["status"]) == [307] && elsewhere.map(\.["status"]) == [200]
        }

        // The other way, as an upload and by its address.
        let upload = try await house.api.call(
            .post, "/v1/media?fileName=answer.exe", body: Self.png, contentType: "text/html"
        ).expect(201)
        let named = try await Self.plain(try #require(upload["url"].string), .head)
        #expect(named.headers[.contentDisposition]?.hasPrefix("inline; filename=\"answer.exe.png\"") == true)
        #expect(upload["contentType"] == "image/png")
        #expect(upload["state"] == "ready")
        let fetched = try await house.api.post("/v1/media", ["url": .string(url)]).expect(201)
        let conversation = try await house.api.get("/v1/conversations")["items"][0]["id"].string ?? ""
        let sent = try await house.api.post(
            "/v1/conversations/\(conversation)/messages", ["media": [upload["id"], fetched["id"]]]
        ).expect(202)
        #expect(sent["media"].array.count == 2)
        #expect(sent["text"] == .null)
        let received = try await phone.texts.wait { $0.direction == .received }
        let links = received.last?.mediaURLs ?? []
        #expect(links.count == 2)
        for link in links {
            #expect(link.hasPrefix(house.gateway.url + "/media/med_"))
            #expect(try await Self.plain(link).body == Self.png)
        }
        #expect(house.mock.recorder.problems.entries.isEmpty, "Twilio fetched every file")
        let again = try await house.api.post(
            "/v1/conversations/\(conversation)/messages", ["media": [upload["id"]]])
        #expect(again.status == 422)
        #expect(again["detail"].string?.contains("already") == true)
        let hasFolder = FileManager.default.fileExists(
            atPath: house.folder.appending(path: "gatehouse.sqlite.media").path)
        #expect(hasFolder == (place == "folder"))
        await house.end()
    }

    @Test("What is texted and not taken is failed, and says why")
    func refusedInbound() async throws {
        let house = try await Self.house()
        let phone = house.mock.phone(Self.customer)
        let page = MockMedia(contentType: "image/png", bytes: Array("<html><script>1</script></html>".utf8))
        let large = MockMedia(
            contentType: "image/png", bytes: Self.png + [UInt8](repeating: 0, count: 20 << 20))
        for (media, code) in [(page, "wrongType"), (large, "tooLarge")] {
            #expect(try await phone.text(code, to: Installation.number, media: [media]).succeeded)
            let shown = try await Self.settled(house)
            #expect(shown["state"] == "failed")
            #expect(shown["reason"]["code"] == .string(code))
            #expect(shown["url"] == .null)
        }
        let kept = try FileManager.default.contentsOfDirectory(
            atPath: house.folder.appending(path: "gatehouse.sqlite.media").path)
        #expect(kept.isEmpty, "\(kept)")
        await house.end()
    }

    @Test("What is uploaded and not taken is refused with the reason")
    func refusedUploads() async throws {
        let house = try await Self.house()
        let inside = try LoopbackServer { request in
            .response(
                MockResponse(
                    status: .found, headers: [.location: request.path == "/out" ? "http://10.0.0.1/x.png" : "/out"]))
        }
        let redirect = "http://127.0.0.1:\(try await inside.start())"
        // More than any installed platform takes.
        let large = Self.png + [UInt8](repeating: 0, count: 27_000_000)
        let tooLarge = try await house.api.call(.post, "/v1/media", body: large, contentType: "image/png")
        #expect(tooLarge.status == 413)
        #expect(tooLarge["detail"].string?.contains("26214400") == true)
        let page = try await house.api.call(
            .post, "/v1/media", body: Array("<html></html>".utf8), contentType: "image/png")
        #expect(page.status == 415)
        #expect(page["detail"].string?.contains("image/png") == true)
        for url in ["http://10.0.0.1/x.png", "http://[fd00::1]/", redirect, "\(redirect)/out", "file:///etc/passwd"] {
            let refused = try await house.api.post("/v1/media", ["url": .string(url)])
            #expect(refused.status == 422, "\(url)")
            #expect(refused.problem == "address-refused", "\(url): \(refused.json)")
            #expect(refused["errors"][0]["field"] == "url")
        }
        let nobody = try await house.api.with(token: nil).call(.post, "/v1/media", body: Self.png)
        #expect(nobody.status == 401)
        let kept = try FileManager.default.contentsOfDirectory(
            atPath: house.folder.appending(path: "gatehouse.sqlite.media").path)
        #expect(kept.isEmpty, "\(kept)")
        await inside.stop()
        await house.end()
    }

    @Test("A preview shows parts and segments, and sends nothing")
    func preview() async throws {
        let house = try await Self.house()
        let file = try await house.api.call(.post, "/v1/media", body: Self.png, contentType: "image/png").expect(201)
        let cases: [(JSONValue, [Double])] = [
            (["text": "Hello"], [1]), (["text": .string(String(repeating: "a", count: 161))], [2]),
            (["text": .string(String(repeating: "ab ", count: 600))], [11, 2]),
            (["text": "Hello", "media": [file["id"]]], [1]),
        ]
        for (message, units) in cases {
            var body = message.object
            body["to"] = .string(Self.customer)
            let shown = try await house.api.post("/v1/contact-points/default/preview", .object(body)).expect(200)
            #expect(shown["parts"].array.compactMap { $0["units"].number } == units, "\(shown.json)")
            #expect(shown["units"].number == units.reduce(0, +))
        }
        #expect(house.mock.messages().isEmpty)
        #expect(try await house.api.get("/v1/conversations").expect(200)["items"].array.isEmpty)
        await house.end()
    }
}
