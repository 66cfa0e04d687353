import ConnectorKit
import GatewayModel
import HTTPTypes

/// X: uploading a file in pieces, before the message that has it. Nobody sees it before that, so what was cut off here
/// was certainly not sent.
struct TwitterUpload {
    let app: TwitterApp
    let user: TwitterApp.Caller
    /// v1.1 and v2 take the same steps by other names.
    let isLegacy: Bool
    let clock: any WallClock

    /// X: 5 MB at most.
    private static let pieceLength = 4 << 20
    /// For all of it: who takes longer over a message is taken for dead, and another would send it, too.
    private static let patience = Duration.seconds(40)

    /// - Returns: the file's id, which counts for one message of the next 24 hours.
    func upload(_ dispatch: Dispatch, over transport: any HTTPTransport) async throws(SendFailure) -> String {
        guard let file = dispatch.part.media.first, let category = Self.category(of: file) else { throw Self.noFile }
        let giveUp = clock.now + Self.patience
        let length = try await dispatch.files.byteCount(at: 0)
        let begun = try await answer(begin(file, category, length), over: transport)
        guard let id = id(in: begun) else { throw Self.unreadable }
        var offset = 0
        for number in 0... {
            let piece = try await dispatch.files.read(at: 0, from: offset, limit: Self.pieceLength)
            if piece.isEmpty { break }
            guard clock.now < giveUp else { throw Self.tooSlow }
            _ = try await answer(append(piece, number, to: id), over: transport)
            offset += piece.count
        }
        guard offset == length, length > 0 else { throw Self.noFile }
        try await finish(id, by: giveUp, over: transport)
        return id
    }

    /// X works on films after the last piece.
    private func finish(
        _ id: String, by giveUp: Timestamp, over transport: any HTTPTransport
    ) async throws(SendFailure) {
        var told = try await answer(end(id), over: transport)
        while let work = (told["data"] ?? told)["processing_info"] {
            switch work["state"]?.text {
            case "succeeded": return
            case "failed":
                throw SendFailure(
                    code: "mediaRefused", disposition: .giveUp,
                    explanation: "X could not make anything of the file: is it damaged, or of another type?")
            default: break
            }
            let next = clock.now + .seconds(min(max(work["check_after_secs"]?.integer ?? 1, 1), 60))
            guard next <= giveUp else { throw Self.tooSlow }
            do { try await clock.sleep(until: next) } catch {
                throw SendFailure(
                    code: "canceled", disposition: .retry(after: nil), explanation: "The gateway was told to stop.")
            }
            told = try await answer(status(of: id), over: transport)
        }
    }

    // MARK: Calls

    private func begin(_ file: RemoteMedia, _ category: String, _ length: Int) throws(SendFailure) -> HTTPCall {
        if isLegacy {
            return command([
                (name: "command", value: "INIT"), (name: "media_type", value: file.contentType),
                (name: "total_bytes", value: String(length)), (name: "media_category", value: category),
            ])
        }
        return try app.call(
            .post, "2/media/upload/initialize",
            json: Beginning(mediaType: file.contentType, totalBytes: length, mediaCategory: category), as: user)
    }

    private func append(_ piece: [UInt8], _ number: Int, to id: String) -> HTTPCall {
        let fields =
            isLegacy
            ? [
                (name: "command", value: "APPEND"), (name: "media_id", value: id),
                (name: "segment_index", value: String(number)),
            ] : [(name: "segment_index", value: String(number))]
        let form = MultipartBody(fields: fields, file: piece, named: "media")
        var call = HTTPCall(
            method: .post,
            url: isLegacy ? app.url(.upload, Self.legacyPath) : app.url(.api, "2/media/upload/\(id)/append"),
            timeout: .seconds(30))
        call.headers[.contentType] = form.contentType
        call.body = form.bytes
        return app.signed(call, as: user)
    }

    private func end(_ id: String) -> HTTPCall {
        isLegacy
            ? command([(name: "command", value: "FINALIZE"), (name: "media_id", value: id)])
            : app.call(.post, "2/media/upload/\(id)/finalize", as: user)
    }

    private func status(of id: String) -> HTTPCall {
        let query = [(name: "command", value: "STATUS"), (name: "media_id", value: id)]
        return isLegacy
            ? app.call(.get, Self.legacyPath, query, at: .upload, as: user)
            : app.call(.get, "2/media/upload", query, as: user)
    }

    private func command(_ form: [(name: String, value: String)]) -> HTTPCall {
        app.call(Self.legacyPath, form: form, at: .upload, as: user)
    }

    private static let legacyPath = "1.1/media/upload.json"

    private struct Beginning: Encodable {
        let mediaType: String
        let totalBytes: Int
        let mediaCategory: String

        enum CodingKeys: String, CodingKey {
            case mediaType = "media_type"
            case totalBytes = "total_bytes"
            case mediaCategory = "media_category"
        }
    }

    // MARK: Answers

    /// An answer that accepts, which may be empty. Whatever else comes, nothing was sent.
    private func answer(_ call: HTTPCall, over transport: any HTTPTransport) async throws(SendFailure) -> JSONTree {
        let reply: HTTPReply
        do { reply = try await transport.exchange(call) } catch { throw SendFailure(error).with(.notSent) }
        guard (200..<300).contains(reply.status), TwitterError(reply) == nil else {
            throw TwitterFault(reply, at: clock.now).failure.with(.notSent)
        }
        if reply.body.isEmpty { return .null }
        guard let tree = JSONTree(reading: reply.body) else { throw Self.unreadable }
        return tree
    }

    private func id(in tree: JSONTree) -> String? {
        let id = isLegacy ? tree["media_id_string"]?.id : tree["data"]?["id"]?.id
        return id.flatMap { TwitterAddress.isID($0) ? $0 : nil }
    }

    private static func category(of file: RemoteMedia) -> String? {
        switch file.contentType {
        case "image/jpeg", "image/png": "dm_image"
        case "image/gif": "dm_gif"
        case "video/mp4": "dm_video"
        default: nil
        }
    }

    private static let noFile = SendFailure(
        code: "mediaRefused", disposition: .giveUp, explanation: "The file is not one that X carries.")
    private static let tooSlow = SendFailure(
        code: "mediaNotReady", disposition: .retry(after: nil),
        explanation: "X was not done with the file after \(patience.components.seconds) seconds; nothing was sent.")
    private static let unreadable = SendFailure(
        code: "unexpectedReply", disposition: .retry(after: nil),
        explanation: "X's answer about the file cannot be read; nothing was sent.")
}
