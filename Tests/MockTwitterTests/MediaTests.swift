import Foundation
import HTTPTypes
import MockPlatform
import MockTwitter
import Testing

@Suite struct MediaTests {
    private static let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]
    private let path = "/1.1/media/upload.json"

    private func multipart(_ fields: KeyValuePairs<String, String>, media: [UInt8]?) -> XBench.Body {
        var body: [UInt8] = []
        for (name, value) in fields {
            body += "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
        }
        if let media {
            body += "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.png\"\r\n".utf8
            body += Array("Content-Type: image/png\r\n\r\n".utf8) + media + Array("\r\n".utf8)
        }
        body += "--b--\r\n".utf8
        return .raw(body, type: "multipart/form-data; boundary=b")
    }

    /// Uploads by v1.1, in these pieces.
    private func upload(
        _ bench: XBench, _ pieces: [[UInt8]], type: String = "video/mp4", category: String = "dm_video",
        more: KeyValuePairs<String, String> = [:]
    ) async throws -> (id: String, finalized: XBench.Answer) {
        var form = FormFields([
            "command": "INIT", "media_type": type, "total_bytes": String(pieces.joined().count),
            "media_category": category,
        ])
        for (name, value) in more { form.append(name, value) }
        let begun = try await bench.call(.post, path, .form(form))
        #expect(begun.status == 202 && begun.json["expires_after_secs"] == 86_400)
        let id = begun.json["media_id_string"]?.text ?? ""
        for (index, piece) in pieces.enumerated() {
            let fields: KeyValuePairs = ["command": "APPEND", "media_id": id, "segment_index": String(index)]
            #expect(try await bench.call(.post, path, multipart(fields, media: piece)).status == 204)
        }
        let done = try await bench.call(
            .post, path, .form(FormFields(["command": "FINALIZE", "media_id": id])))
        return (id, done)
    }

    private func status(_ bench: XBench, _ id: String) async throws -> JSON? {
        try await bench.call(.get, path + "?command=STATUS&media_id=\(id)").json["processing_info"]
    }

    @Test func aPictureIsUploadedAtOnceAndSentOnce() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let fields: KeyValuePairs = ["media_category": "dm_image"]
            let answer = try await bench.call(.post, path, multipart(fields, media: Self.picture)) {
                $0.base = "https://upload.twitter.com"
            }
            let id = answer.json["media_id_string"]?.text ?? ""
            #expect(answer.status == 200 && answer.json["media_id"]?.number.map(String.init) == id)
            #expect(answer.json["size"] == 11 && answer.json["image"]?["image_type"] == "image/png")
            let other = bench.x.token(of: "harbourcafe", app: XBench.app.id)
            let attachment: JSON = ["type": "media", "media": ["id": .string(id)]]
            #expect(
                try await bench.sendV1(["text": "", "attachment": attachment], as: other).codes == "400/324",
                "another account's")
            let sent = try await bench.sendV1(["text": "look", "attachment": attachment])
            #expect(sent.status == 200)
            let data = sent.json["event"]?["message_create"]?["message_data"]
            #expect(data?["attachment"]?["media"]?["id_str"]?.text == id)
            #expect(try await bench.sendV1(["text": "again", "attachment": attachment]).codes == "400/324")
            let again = try await bench.send(["attachments": [["media_id": .string(id)]]])
            #expect(again.status == 400 && again.error?["message"] == "Your media IDs are invalid.")
            #expect(bench.x.user("adabyron").received(from: "harbourbooks").map(\.media) == [id])
        }
    }

    @Test func aFilmIsUploadedInPiecesAndProcessed() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock, subscribed: false) { bench async throws in
            let (id, done) = try await upload(bench, [[1, 2, 3], [4, 5]])
            #expect(done.json["processing_info"]?["state"] == "pending" && done.json["size"] == 5)
            let body: JSON = ["attachments": [["media_id": .string(id)]]]
            #expect(try await bench.send(body).status == 400, "it is not ready")
            clock.advance(by: .seconds(1))
            let half = try await status(bench, id)
            #expect(half?["state"] == "in_progress" && half?["progress_percent"] == 50)
            #expect(half?["check_after_secs"] == 1)
            clock.advance(by: .seconds(1))
            #expect(try await status(bench, id)?["state"] == "succeeded")
            #expect(try await bench.send(body).status == 201)
            let listed = try await bench.call(
                .get, "/2/dm_events?dm_event.fields=attachments&expansions=attachments.media_keys")
            #expect(listed.data.elements?[0]["attachments"]?["media_keys"] == [.string("7_" + id)])
            #expect(listed.json["includes"]?["media"]?.elements?[0]["type"] == "video")
            let shown = try await bench.call(.get, "/1.1/direct_messages/events/list.json")
            let data = shown.json["events"]?.elements?[0]["message_create"]?["message_data"]
            let variant = data?["attachment"]?["media"]?["video_info"]?["variants"]?.elements?[0]
            #expect(variant?["content_type"] == "video/mp4" && variant?["bitrate"] != nil)
            let file = try #require(WebAddress(variant?["url"]?.text ?? "")?.target)
            #expect(try await bench.call(.get, file).bytes == [1, 2, 3, 4, 5])
        }
    }

    @Test func processingMayFail() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(.with { $0.failsProcessing = true }, clock: clock, subscribed: false) {
            bench async throws in
            let (id, _) = try await upload(bench, [[1]])
            clock.advance(by: .seconds(2))
            let failed = try await status(bench, id)
            #expect(failed?["state"] == "failed" && failed?["error"]?["name"] == "InvalidMedia")
            #expect(try await bench.send(["attachments": [["media_id": .string(id)]]]).status == 400)
        }
    }

    @Test func aFileLivesADayAndIsSharedWhereThatIsSaid() async throws {
        let clock = MockClock(standingAt: XBench.start)
        try await XBench.run(clock: clock, subscribed: false) { bench async throws in
            let (id, _) = try await upload(
                bench, [Self.picture], type: "image/png", category: "dm_image", more: ["shared": "true"])
            let body: JSON = ["attachments": [["media_id": .string(id)]]]
            #expect(try await bench.send(body).status == 201)
            #expect(try await bench.send(body, to: XBench.bo.id).status == 201)
            clock.advance(by: .seconds(86_400))
            #expect(try await bench.send(body).status == 400)
            let (tweeted, _) = try await upload(
                bench, [Self.picture], type: "image/png", category: "tweet_image")
            #expect(try await bench.send(["attachments": [["media_id": .string(tweeted)]]]).status == 400)
        }
    }

    @Test func uploadsAreChecked() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            func post(_ form: KeyValuePairs<String, String>) async throws -> Int {
                try await bench.call(.post, path, .form(FormFields(form))).status
            }
            #expect(try await post(["command": "INIT"]) == 400)
            #expect(try await post(["command": "DANCE"]) == 400)
            #expect(try await post(["command": "FINALIZE", "media_id": "1"]) == 400)
            let big: KeyValuePairs = [
                "command": "INIT", "media_type": "image/png", "total_bytes": "5242881", "media_category": "dm_image",
            ]
            #expect(try await post(big) == 400)
            let begun = try await bench.call(
                .post, path,
                .form(FormFields(["command": "INIT", "media_type": "image/png", "total_bytes": "2"])))
            let id = begun.json["media_id_string"]?.text ?? ""
            let fields: KeyValuePairs = ["command": "APPEND", "media_id": id, "segment_index": "0"]
            #expect(try await bench.call(.post, path, multipart(fields, media: [1])).status == 204)
            #expect(try await post(["command": "FINALIZE", "media_id": id]) == 400, "a piece is missing")
            #expect(try await post(["media_data": "AQID", "media_category": "dm_image"]) == 200)
            bench.x.update(app: XBench.app.id) { $0.permission = .read }
            #expect(try await bench.call(.post, path, multipart([:], media: Self.picture)).codes == "403/261")
        }
    }

    @Test func v2UploadsToo() async throws {
        try await XBench.run(subscribed: false) { bench async throws in
            let fields: KeyValuePairs = ["media_category": "dm_image", "media_type": "image/png"]
            let one = try await bench.call(.post, "/2/media/upload", multipart(fields, media: Self.picture))
            let id = one.data["id"]?.text ?? ""
            #expect(one.status == 200 && one.data["media_key"]?.text == "3_" + id)
            let order: JSON = ["media_type": "image/gif", "total_bytes": 3, "media_category": "dm_gif"]
            let begun = try await bench.call(.post, "/2/media/upload/initialize", .json(order))
            let gif = begun.data["id"]?.text ?? ""
            #expect(begun.data["media_key"]?.text == "16_" + gif)
            let append = "/2/media/upload/\(gif)/append"
            #expect(
                try await bench.call(.post, append, multipart(["segment_index": "0"], media: [1, 2])).status == 200)
            let rest: JSON = ["segment_index": 1, "media": "Aw=="]
            #expect(try await bench.call(.post, append, .json(rest)).status == 200)
            let done = try await bench.call(.post, "/2/media/upload/\(gif)/finalize")
            #expect(done.data["processing_info"]?["state"] != nil && done.data["size"] == 3)
            let state = try await bench.call(.get, "/2/media/upload?command=STATUS&media_id=\(gif)")
            #expect(state.data["processing_info"] != nil)
            #expect(try await bench.send(["attachments": [["media_id": .string(id)]]]).status == 201)
        }
    }
}
