internal import Foundation
internal import MockPlatform

/// A file that was uploaded, or is being.
struct MediaItem: Sendable {
    /// By the names of an attachment's types.
    enum Kind: String, Sendable {
        case photo
        case gif = "animated_gif"
        case video

        var largest: Int {
            switch self {
            case .photo: 5 * 1024 * 1024
            case .gif: 15 * 1024 * 1024
            case .video: 512 * 1024 * 1024
            }
        }
    }

    enum Stage: Sendable {
        case collecting(total: Int, chunks: [Int: [UInt8]])
        case processing(since: Date)
        case ready
    }

    let id: String
    let owner: String
    /// As `dm_image`.
    let category: String
    let type: String
    let isShared: Bool
    let expires: Date
    var stage: Stage
    var bytes: [UInt8] = []
    var isUsed = false

    var kind: Kind { Self.kind(category: category, type: type) }

    /// Without a category, a file is what it says it is.
    static func kind(category: String, type: String) -> Kind {
        if category.hasSuffix("_gif") { return .gif }
        if category.hasSuffix("_video") || (category.isEmpty && type.hasPrefix("video/")) { return .video }
        return category.isEmpty && type == "image/gif" ? .gif : .photo
    }

    /// `media_key` of v2.
    var key: String {
        switch kind {
        case .photo: "3_" + id
        case .video: "7_" + id
        case .gif: "16_" + id
        }
    }

    /// Where it is found once it hangs on a message.
    func path(in message: String) -> String {
        let ending = type.split(separator: "/").last.map { $0 == "jpeg" ? "jpg" : String($0.prefix { $0 != "+" }) }
        return "/1.1/ton/data/dm/\(message)/\(id)/file.\(ending ?? "bin")"
    }

    /// How far its processing is; `nil` where there is none.
    func processing(_ rules: MockXConfiguration, at now: Date) -> JSON? {
        guard kind != .photo, case .processing(let since) = stage else { return nil }
        let (passed, whole) = (now.timeIntervalSince(since), rules.mediaProcessing.seconds)
        guard passed >= whole else {
            return .having([
                "state": passed <= 0 ? "pending" : "in_progress",
                "check_after_secs": .integer(max(1, Int((whole - passed).rounded(.up)))),
                "progress_percent": passed <= 0 ? nil : .integer(Int(100 * passed / whole)),
            ])
        }
        if rules.failsProcessing {
            return [
                "state": "failed",
                "error": ["code": 1, "name": "InvalidMedia", "message": "Unsupported video format"],
            ]
        }
        return ["state": "succeeded", "progress_percent": 100]
    }

    func isReady(_ rules: MockXConfiguration, at now: Date) -> Bool {
        switch stage {
        case .collecting: false
        case .ready: true
        case .processing: processing(rules, at: now)?["state"] == "succeeded"
        }
    }
}

extension XState {
    /// Attaches a file: only its owner may, once unless it is shared, when it is done.
    mutating func useMedia(_ id: String, by account: String, at now: Date) throws(XError) {
        guard let item = media[id], item.expires > now else { throw .coded(325) }
        guard item.owner == account, item.category.hasPrefix("dm_"), item.isReady(configuration, at: now),
            !item.isUsed || item.isShared
        else { throw .coded(324) }
        media[id]?.isUsed = true
    }

    /// Keeps what a person attaches.
    mutating func keep(_ file: MockMedia, of owner: String, at now: Date) -> String {
        let category =
            file.contentType.hasPrefix("video/") ? "dm_video" : file.contentType == "image/gif" ? "dm_gif" : "dm_image"
        let item = MediaItem(
            id: newID(at: now), owner: owner, category: category, type: file.contentType, isShared: false,
            expires: .distantFuture, stage: .ready, bytes: file.bytes, isUsed: true)
        media[item.id] = item
        return item.id
    }
}
