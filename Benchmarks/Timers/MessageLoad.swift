import Foundation
import Gateway
import GatewayModel
import Storage

/// Messages that are stored all the while: 16 callers, each with one after the other and a breath in between.
struct MessageLoad: Sendable {
    private static let callers = 16
    private static let breath = Duration.milliseconds(10)

    private let house: OpenConversations

    init(_ house: OpenConversations) { self.house = house }

    /// - Returns: how long each message waited for its commit while the work was done.
    func during(_ work: @escaping @Sendable () async throws -> Void) async throws -> Spread {
        try await withThrowingTaskGroup(of: [Duration].self) { group in
            for caller in 0..<Self.callers { group.addTask { try await call(caller) } }
            try await work()
            group.cancelAll()
            return Spread(try await group.reduce(into: []) { $0 += $1 })
        }
    }

    private func call(_ caller: Int) async throws -> [Duration] {
        let customer = Address(kind: .phone, value: "+1212\(5_000_000 + caller)")
        var times: [Duration] = []
        while !Task.isCancelled {
            let begin = ContinuousClock.now
            try await house.store.write { [house] transaction in
                let now = house.clock.now
                let message = house.message(in: nil, customer, at: now)
                try transaction.insert(message)
                try transaction.append(Event(.messageReceived, at: now, contactPoint: .default, message: message.id))
            }
            times.append(ContinuousClock.now - begin)
            try? await Task.sleep(for: Self.breath)
        }
        return times
    }
}
