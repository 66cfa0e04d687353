public import MockPlatform

/// A customer's phone.
public struct MockPhone: Sendable {
    public let number: String
    let twilio: MockTwilio

    /// What this phone sent and received, in order; its `wait` waits for what is still to come.
    public var texts: Journal<PhoneText> {
        twilio.phones.journal(of: number)
    }

    public var received: [PhoneText] {
        texts.entries.filter { $0.direction == .received }
    }

    /// Sends a text and returns once Twilio has delivered it to the gateway, or given up.
    @discardableResult
    public func text(_ body: String, to number: String, media: [MockMedia] = []) async throws -> InboundReceipt {
        try await twilio.text(from: self.number, to: number, body: body, media: media)
    }
}
