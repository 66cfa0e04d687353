internal import Foundation
internal import HTTPTypes
internal import MockPlatform
private import Synchronization

extension MockX {
    /// `POST /1.1/media/upload.json`: a file at once, or by the commands INIT, APPEND and FINALIZE.
    func uploadV1(_ call: XCall) async throws(XError) -> XAnswer {
        let fields = UploadFields(call.request)
        switch fields["command"] {
        case nil:
            return .json(shown(try store(fields, call), v2: false))
        case "INIT":
            return .json(shown(try begin(fields, call), v2: false), status: 202)
        case "APPEND":
            try append(fields, to: fields["media_id"] ?? "", call)
            return .empty()
        case "FINALIZE":
            return .json(shown(try finish(fields["media_id"] ?? "", call), v2: false), status: 201)
        default:
            throw .coded(38, "command parameter is invalid.", status: 400)
        }
    }

    /// `GET /1.1/media/upload.json?command=STATUS`
    func statusV1(_ call: XCall) async throws(XError) -> XAnswer {
        .json(shown(try item(call.field("media_id") ?? "", call), v2: false))
    }

    /// `POST /2/media/upload`
    func uploadV2(_ call: XCall) async throws(XError) -> XAnswer {
        .data(shown(try store(UploadFields(call.request), call), v2: true))
    }

    /// `POST /2/media/upload/initialize`
    func initializeV2(_ call: XCall) async throws(XError) -> XAnswer {
        .data(shown(try begin(UploadFields(call.request), call), v2: true))
    }

    /// `POST /2/media/upload/{id}/append`
    func appendV2(_ call: XCall) async throws(XError) -> XAnswer {
        try append(UploadFields(call.request), to: call["id"], call)
        return .data(["expires_at": .integer(Int(clock.now.timeIntervalSince1970) + 86_400)])
    }

    /// `POST /2/media/upload/{id}/finalize`
    func finalizeV2(_ call: XCall) async throws(XError) -> XAnswer {
        .data(shown(try finish(call["id"], call), v2: true))
    }

    /// `GET /2/media/upload?command=STATUS&media_id=`
    func statusV2(_ call: XCall) async throws(XError) -> XAnswer {
        .data(shown(try item(call.field("media_id") ?? "", call), v2: true))
    }

    private func store(_ fields: UploadFields, _ call: XCall) throws(XError) -> MediaItem {
        guard let bytes = fields.media, !bytes.isEmpty else {
            throw .coded(38, "media parameter is missing.", status: 400)
        }
        let item = try newItem(fields, call, stage: .processing(since: clock.now), bytes: bytes)
        guard bytes.count <= item.kind.largest else {
            throw .coded(324, "Image file size must be <= \(item.kind.largest) bytes")
        }
        keep(item)
        return item
    }

    private func begin(_ fields: UploadFields, _ call: XCall) throws(XError) -> MediaItem {
        guard let total = fields["total_bytes"].flatMap({ Int($0) }), total > 0, fields["media_type"] != nil else {
            throw .coded(38, "media_type or total_bytes parameter is missing.", status: 400)
        }
        let item = try newItem(fields, call, stage: .collecting(total: total, chunks: [:]), bytes: [])
        guard total <= item.kind.largest else {
            throw .coded(324, "File size exceeds \(item.kind.largest) bytes.")
        }
        keep(item)
        return item
    }

    private func append(_ fields: UploadFields, to id: String, _ call: XCall) throws(XError) {
        let item = try item(id, call)
        guard case .collecting(let total, var chunks) = item.stage, let bytes = fields.media,
            let index = fields["segment_index"].flatMap({ Int($0) }), 0...999 ~= index
        else { throw .coded(324, "A segment or its index is missing.") }
        chunks[index] = bytes
        state.withLock { $0.media[id]?.stage = .collecting(total: total, chunks: chunks) }
    }

    private func finish(_ id: String, _ call: XCall) throws(XError) -> MediaItem {
        var item = try item(id, call)
        guard case .collecting(let total, let chunks) = item.stage else { return item }
        item.bytes = chunks.sorted { $0.key < $1.key }.flatMap(\.value)
        guard item.bytes.count == total, chunks.keys.sorted() == Array(0..<chunks.count) else {
            throw .coded(324, "Segments do not add up to provided total file size.")
        }
        item.stage = .processing(since: clock.now)
        keep(item)
        return item
    }

    private func newItem(
        _ fields: UploadFields, _ call: XCall, stage: MediaItem.Stage, bytes: [UInt8]
    ) throws(XError) -> MediaItem {
        let (owner, now) = (try call.account(), clock.now)
        let category = fields["media_category"] ?? ""
        return state.withLock { state in
            let isPhoto = MediaItem.kind(category: category, type: fields.type) == .photo
            var stage = stage
            // Pictures are ready as soon as they are whole.
            if isPhoto, case .processing = stage { stage = .ready }
            return MediaItem(
                id: state.newID(at: now), owner: owner.id, category: category, type: fields.type,
                isShared: fields["shared"] == "true", expires: now + state.configuration.lifetimes.media.seconds,
                stage: stage, bytes: bytes)
        }
    }

    private func keep(_ item: MediaItem) {
        var item = item
        if item.kind == .photo, case .processing = item.stage { item.stage = .ready }
        state.withLock { $0.media[item.id] = item }
    }

    /// One of the caller's.
    private func item(_ id: String, _ call: XCall) throws(XError) -> MediaItem {
        let (account, now) = (try call.account(), clock.now)
        guard let item = state.withLock({ $0.media[id] }), item.owner == account.id, item.expires > now else {
            throw .coded(325)
        }
        return item
    }

    private func shown(_ item: MediaItem, v2: Bool) -> JSON {
        let now = clock.now
        let processing = state.withLock { item.processing($0.configuration, at: now) }
        let rest = max(0, Int(item.expires.timeIntervalSince(now)))
        let size: JSON? = if case .collecting = item.stage { nil } else { .integer(item.bytes.count) }
        guard !v2 else {
            return .having([
                "id": .string(item.id), "media_key": .string(item.key), "size": size,
                "expires_after_secs": .integer(rest), "processing_info": processing,
            ])
        }
        return .having([
            "media_id": Int(item.id).map(JSON.integer), "media_id_string": .string(item.id), "size": size,
            "expires_after_secs": .integer(rest),
            "image": size != nil && item.kind == .photo
                ? ["image_type": .string(item.type), "w": 1024, "h": 768] : nil,
            "processing_info": processing,
        ])
    }
}

extension XRoute {
    private static let writing: Set<String> = ["media.write"]

    /// Files, on their way in and out.
    static let mediaRoutes = [
        XRoute(.post, "/1.1/media/upload", .uploadMedia, by: .user, scopes: writing, limit: .media, MockX.uploadV1),
        XRoute(.get, "/1.1/media/upload", .mediaStatus, by: .user, scopes: writing, limit: .media, MockX.statusV1),
        XRoute(.post, "/2/media/upload", .uploadMedia, by: .user, scopes: writing, limit: .media, MockX.uploadV2),
        XRoute(.get, "/2/media/upload", .mediaStatus, by: .user, scopes: writing, limit: .media, MockX.statusV2),
        XRoute(
            .post, "/2/media/upload/initialize", .uploadMedia, by: .user, scopes: writing, limit: .media,
            MockX.initializeV2),
        XRoute(
            .post, "/2/media/upload/:id/append", .uploadMedia, by: .user, scopes: writing, limit: .media,
            MockX.appendV2),
        XRoute(
            .post, "/2/media/upload/:id/finalize", .uploadMedia, by: .user, scopes: writing, limit: .media,
            MockX.finalizeV2),
        XRoute(
            .get, "/1.1/ton/data/dm/:event/:media/:name", .fetchMedia, by: .signed, scopes: ["dm.read"],
            MockX.fetchMedia),
        XRoute(
            .get, "/2/dm_conversations/media/:event/:media/:name", .fetchMedia, by: .user, scopes: ["dm.read"],
            MockX.fetchMedia),
    ]
}
