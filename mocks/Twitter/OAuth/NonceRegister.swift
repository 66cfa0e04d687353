internal import Foundation

/// The calls that were heard of late, by which a repeated one is known.
struct NonceRegister: Sendable {
    private static let most = 50_000

    private var heard: [String: Date] = [:]

    /// - Returns: `false` where this call was heard before.
    mutating func note(_ call: String, at now: Date, keeping time: TimeInterval) -> Bool {
        guard heard[call] == nil else { return false }
        if heard.count >= Self.most { heard = heard.filter { abs(now.timeIntervalSince($0.value)) <= time } }
        heard[call] = now
        return true
    }
}
