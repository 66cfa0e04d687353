import ConnectorTestKit
import GatewayModel
import Logging
import Testing

@testable import Gateway

/// What becomes due, and who says for how long.
extension TestGateway {
    static let salesPlatform = TimerScope.platform(Platform(rawValue: "test"), at: sales)

    /// Time goes by, and whatever is due by then happens.
    func tick(_ duration: Duration = .zero) async throws {
        pass(duration)
        try await parts.timekeeper.drain()
    }

    /// - Parameter words: response, inactive and close, `-` for one that is not set.
    func setTimers(_ words: String, in scope: TimerScope = .tenant) async throws {
        let given = TimerSettings(words: words)
        try await store.write { [parts] in
            try parts.timers.change(in: scope, by: "admin", in: $0) { $0 = given }
        }
    }

    func timers(of contactPoint: ContactPointID = sales) async throws -> String {
        let found = try await store.read { [parts] in
            try parts.timers.precedence.timers(for: contactPoint, on: Platform(rawValue: "test"), in: $0)
        }
        return ConversationTimer.allCases.map { "\(found[$0]) \(found.level(of: $0).rawValue)" }.joined(separator: ", ")
    }

    /// What was said of conversations, in its order, without the beginning they have in common.
    func conversationEvents() async throws -> [String] {
        try await store.read { transaction in
            try transaction.events(after: 0, limit: 100_000).map(\.event.kind.rawValue)
                .filter { $0.hasPrefix("conversation.") }.map { String($0.dropFirst("conversation.".count)) }
        }
    }

    func due(_ customer: Address = customerAddress) async throws -> DueTimes {
        let conversation = try #require(try await openConversation(of: customer))
        return try await store.read { [parts] in try parts.timers.precedence.due(of: conversation, in: $0) }
    }

    func isRetiming() async throws -> Bool { try await store.read { try $0.nextRetiming() != nil } }
}

extension TimerSettings {
    init(words: String) {
        self.init()
        for (timer, word) in zip(ConversationTimer.allCases, words.split(separator: " ")) where word != "-" {
            self[timer] = TimerLength(String(word))
        }
    }
}

extension Logger {
    /// One that says nothing.
    static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
