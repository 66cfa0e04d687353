internal import MockPlatform
private import Synchronization

/// The phones of the customers, each with what it sent and received.
final class PhoneNetwork: Sendable {
    private static let longestMemory = 10_000

    let traffic = Journal<PhoneText>()
    private let journals = Mutex<[String: Journal<PhoneText>]>([:])

    func journal(of phone: String) -> Journal<PhoneText> {
        journals.withLock { journals in
            if let journal = journals[phone] { return journal }
            let journal = Journal<PhoneText>(capacity: Self.longestMemory)
            journals[phone] = journal
            return journal
        }
    }

    func show(_ text: PhoneText) {
        journal(of: text.phone).append(text)
        traffic.append(text)
    }
}
