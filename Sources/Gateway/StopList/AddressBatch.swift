import Foundation

/// Addresses that somebody typed or pasted at once: a list, or texts with commas or line breaks between the addresses.
public struct AddressBatch: Sendable, Equatable {
    public static let most = 50

    public let texts: [String]

    /// - Throws: ``Refusal`` for none, and for more than ``most``.
    public init(_ typed: [String]) throws {
        texts = typed.flatMap { $0.split { $0 == "," || $0.isNewline } }
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        guard (1...Self.most).contains(texts.count) else {
            throw Refusal.invalid("addresses", "1 to \(Self.most) at once, not \(texts.count); nothing was changed.")
        }
    }
}
