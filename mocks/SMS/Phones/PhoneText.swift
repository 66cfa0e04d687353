public import Foundation

/// A text as the owner of a phone sees it.
public struct PhoneText: Sendable, Equatable {
    public enum Direction: String, Sendable { case sent, received }

    public let at: Date
    public let phone: String
    /// The number at the other end.
    public let number: String
    public let direction: Direction
    public let body: String
    public let mediaURLs: [String]
    /// `nil` for the automatic answers to STOP, START and HELP, which are in no message log.
    public let sid: String?

    public var isAutomatic: Bool { sid == nil }
}
