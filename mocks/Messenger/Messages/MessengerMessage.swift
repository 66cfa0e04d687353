public import Foundation
public import MockPlatform

/// A message as the person in Messenger sees it.
public struct MessengerMessage: Sendable {
    public enum Direction: String, Sendable { case sent, received }

    public let mid: String
    public let at: Date
    public let page: String
    public let psid: String
    /// By the person.
    public let direction: Direction
    public internal(set) var text: String?
    public let attachments: [MessengerAttachment]
    /// As they were sent; they are gone once the person has written.
    public let quickReplies: [JSON]
    /// By which app a page's message was sent.
    public let app: String?
    public let metadata: String?
    public let tag: String?
    public let replyTo: String?
    public internal(set) var edits = 0
    public internal(set) var isDeleted = false
    /// The person's to a page's message, or the page's to a person's.
    public internal(set) var reaction: String?
    public internal(set) var isRead = false
}

/// What hangs on a message.
public struct MessengerAttachment: Sendable {
    /// `image`, `video`, `audio`, `file`, `location`, `fallback`, `template` or `sticker`.
    public let type: String
    /// Of the content store, where it is a file.
    public let file: String?
    /// What a template or a place says.
    public let payload: JSON?

    init(type: String, file: String? = nil, payload: JSON? = nil) {
        self.type = type
        self.file = file
        self.payload = payload
    }
}
