import Foundation
import HTTPTypes
import MockMessenger
import MockPlatform
import Testing

@Suite struct AttachmentTests {
    private let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47]

    private func attachment(_ type: String, _ payload: JSON) -> JSON {
        ["attachment": ["type": .string(type), "payload": payload]]
    }

    @Test func aFileIsFetchedAndSent() async throws {
        try await GraphBench.run { bench in
            let (ada, psid) = try await bench.customer()
            let url = bench.gateway.offer(png, type: "image/png; x=1", at: "/pictures/cat.png")
            let once = try await bench.send(attachment("image", ["url": .string(url)]), to: psid)
            #expect(once.status == 200 && once.json["attachment_id"] == nil)
            let again = try await bench.send(
                attachment("image", ["url": .string(url), "is_reusable": true]), to: psid)
            let id = try #require(again.json["attachment_id"]?.text)
            #expect(try await bench.send(attachment("image", ["attachment_id": .string(id)]), to: psid).status == 200)
            #expect(ada.received(on: GraphBench.page).map { $0.attachments[0].type } == ["image", "image", "image"])
            let echo = try await bench.gateway.received.wait(for: 3) { $0.event["message"]?["is_echo"] == true }[0]
            let link = echo.event["message"]?["attachments"]?.elements?[0]["payload"]?["url"]?.text ?? ""
            #expect(try await bench.plain(.get, link).body == png)
        }
    }

    @Test func whatDoesNotFitIsRefused() async throws {
        try await GraphBench.run(.with { $0.largestFile = 3 }) { bench in
            let (_, psid) = try await bench.customer()
            let text = bench.gateway.offer([1], type: "text/plain", at: "/a.txt")
            let large = bench.gateway.offer(png, type: "image/png", at: "/large.png")
            #expect(try await bench.send(attachment("image", ["url": .string(text)]), to: psid).codes == "100/2018047")
            #expect(try await bench.send(attachment("file", ["url": .string(text)]), to: psid).codes == "")
            #expect(try await bench.send(attachment("image", ["url": .string(large)]), to: psid).codes == "100/2018109")
            let missing = bench.gateway.baseURL + "/missing"
            #expect(
                try await bench.send(attachment("image", ["url": .string(missing)]), to: psid).codes == "100/2018008")
            #expect(bench.meta.recorder.problems.entries.map(\.code) == [2_018_008])
        }
    }

    @Test func aFileIsUploadedInParts() async throws {
        try await GraphBench.run { bench in
            let (ada, psid) = try await bench.customer()
            func upload(_ type: String, boundary: String = "b0", cut: Bool = false) async throws -> GraphBench.Answer {
                var body = Array(
                    ("--b0\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\n"
                        + "{\"attachment\":{\"type\":\"\(type)\",\"payload\":{\"is_reusable\":true}}}\r\n"
                        + "--b0\r\nContent-Disposition: form-data; name=\"filedata\"; filename=\"a.png\"\r\n"
                        + "Content-Type: image/png\r\n\r\n").utf8)
                body += png + Array((cut ? "" : "\r\n--b0--\r\n").utf8)
                return try await bench.call(
                    .post, "\(GraphBench.page)/message_attachments", token: bench.token(),
                    headers: [.contentType: "multipart/form-data; boundary=\(boundary)"], body: body)
            }
            let id = try #require(try await upload("image").json["attachment_id"]?.text)
            #expect(try await bench.send(attachment("image", ["attachment_id": .string(id)]), to: psid).status == 200)
            let file = try #require(ada.received(on: GraphBench.page)[0].attachments[0].file)
            #expect(try await bench.plain(.get, "/mock/content/\(file)").body == png)
            #expect(try await upload("video").codes == "100/2018047")
            #expect(try await upload("image", boundary: "b1").codes == "100")
            #expect(try await upload("image", cut: true).codes == "100")
        }
    }

    @Test func anUploadMayNameAnAddress() async throws {
        try await GraphBench.run { bench async throws in
            let url = bench.gateway.offer(png, type: "image/png", at: "/a.png")
            func upload(_ message: JSON) async throws -> GraphBench.Answer {
                try await bench.post("me/message_attachments", ["message": message], token: bench.token())
            }
            #expect(try await upload(attachment("image", ["url": .string(url)])).json["attachment_id"]?.text != nil)
            #expect(try await upload(["text": "a"]).codes == "100")
            #expect(try await upload(attachment("template", ["template_type": "generic"])).codes == "100")
            #expect(try await bench.post("me/message_attachments", [:], token: bench.token()).codes == "100")
        }
    }

    @Test func whatAPersonSendsIsFoundForAWhileWithoutAToken() async throws {
        let clock = MockClock(standingAt: Date(timeIntervalSince1970: 1_790_000_000))
        try await GraphBench.run(clock: clock) { bench in
            let files = ["image/png", "video/mp4", "audio/ogg", "application/pdf"].map {
                MockMedia(contentType: $0, bytes: png)
            }
            try await bench.meta.person("Ada Byron").send(files, to: GraphBench.page)
            let shown = bench.gateway.received.entries[0].event["message"]?["attachments"]?.elements ?? []
            #expect(shown.map { $0["type"]?.text } == ["image", "video", "audio", "file"])
            let link = shown[0]["payload"]?["url"]?.text ?? ""
            let file = try await bench.plain(.get, link)
            #expect(file.body == png && file.headers[.contentType] == "image/png")
            clock.advance(by: .seconds(3600))
            #expect(try await bench.plain(.get, link).status == .forbidden)
            #expect(try await bench.plain(.get, "/content/guessed/a.png").status == .forbidden)
        }
    }

    @Test(arguments: [
        (MockPersonProfile.Visibility.visible, ""), (.noConsent, "230"), (.noProfile, "2018218"),
        (.insufficientPermission, "2018247"),
    ])
    func aPersonMayHaveAProfile(visibility: MockPersonProfile.Visibility, codes: String) async throws {
        try await GraphBench.run { bench in
            let (rene, psid) = try await bench.customer("René Müller")
            rene.update { $0.visibility = visibility }
            let query = FormFields(["fields": "first_name,last_name,profile_pic"])
            let answer = try await bench.get(psid, query, token: bench.token())
            #expect(answer.codes == codes)
            if visibility == .visible {
                #expect(answer.json["first_name"] == "René" && answer.json["last_name"] == "Müller")
                #expect(answer.json["id"]?.text == psid)
                let picture = try await bench.plain(.get, answer.json["profile_pic"]?.text ?? "")
                #expect(picture.body.starts(with: png) && picture.headers[.contentType] == "image/png")
            }
            #expect(try await bench.get(psid, query, token: bench.token(GraphBench.secondPage)).codes == "100/33")
        }
    }
}
