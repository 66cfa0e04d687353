import Foundation
import MockPlatform
import MockSMS
import Synchronization

/// Messages both ways while something is wrong. Unlike ``Traffic`` it goes on after a failure, and knows the order in
/// which each customer spoke and was spoken to.
final class FaultTraffic: Sendable {
    let house: Installation.Ends
    let ledger = Ledger()
    private let name: String
    private let customers: Int
    private let messages = Mutex<[String]>([])

    /// - Parameter name: stands in front of every text.
    init(_ house: Installation, _ name: String, customers: Int = 20) {
        self.house = house.ends
        self.name = name
        self.customers = customers
    }

    /// Each customer sends so many texts, one after the other, and all at the same time.
    ///
    /// - Parameter first: the number of the first of them.
    func inbound(each count: Int, from first: Int = 0) async {
        await each { [self] customer in
            for number in first..<first + count {
                let text = "\(name) in \(customer) \(number)"
                ledger.say(text)
                let receipt = try? await house.mock.text(
                    from: "+1415555\(1000 + customer)", to: Installation.number, body: text)
                if receipt?.succeeded == true { ledger.acknowledge(text, in: 0) }
            }
        }
    }

    /// Each customer is sent so many texts.
    func outbound(each count: Int, from first: Int = 0) async {
        await each { [self] customer in
            for number in first..<first + count {
                let text = "\(name) out \(customer) \(number)"
                let answer = try? await house.api.post(
                    "/v1/contact-points/default/notifications",
                    ["to": .string("+1415556\(1000 + customer)"), "text": .string(text)])
                guard let answer, answer.status == 202 else { continue }
                ledger.accept(text, in: 0)
                messages.withLock { $0.append(answer["results"][0]["message"].string ?? "") }
            }
        }
    }

    private func each(_ work: @escaping @Sendable (Int) async -> Void) async {
        await withDiscardingTaskGroup { group in
            for customer in 0..<customers { group.addTask { await work(customer) } }
        }
    }

    /// Waits until what came of every call is written down: a clock that is turned meanwhile ends leases.
    func untilNoted() async throws {
        for message in messages.withLock({ $0 }) {
            try await eventually("what came of each call is noted") {
                try await house.api.get("/v1/messages/\(message)").expect(200)["attempts"].array.allSatisfy {
                    $0["outcome"].string != nil
                }
            }
        }
    }

    /// Texts that the platform has taken for customers, in its order.
    var atPlatform: [String] {
        house.mock.messages(newest: .max).filter { $0.direction != .inbound }.map(\.body).reversed()
    }

    /// Waits until the platform has whatever was accepted.
    ///
    /// - Parameter goOn: done before each look.
    func untilAllSent(_ goOn: () async throws -> Void = {}) async throws {
        do {
            try await eventually("what was accepted is sent") {
                try await goOn()
                return ledger.accepted.isSubset(of: atPlatform)
            }
        } catch let failure as ProgramFailure {
            throw ProgramFailure("\(failure): \(try await unsent())")
        }
    }

    /// What the gateway says of messages that are not there.
    private func unsent() async throws -> [JSONValue] {
        let missing = ledger.accepted.subtracting(atPlatform)
        var found: [JSONValue] = []
        for message in messages.withLock({ $0 }) {
            let shown = try await house.api.get("/v1/messages/\(message)").expect(200).json
            if missing.contains(shown["message"]["text"].string ?? "") { found.append(shown) }
        }
        return found
    }
}

/// What became of the messages, for whoever reads the figures.
struct FaultFigures: CustomStringConvertible {
    /// Acknowledged or accepted, and not there.
    let lost: [String]
    let doubled: [String]
    /// Later than one that was said after it, to or by the same customer.
    let disordered: [String]
    let count: Int

    var description: String {
        "\(count) messages, \(lost.count) lost, \(doubled.count) doubled, \(disordered.count) out of order"
    }

    var isPerfect: Bool { lost.isEmpty && doubled.isEmpty && disordered.isEmpty }

    /// - Parameters:
    ///   - promised: what must be there.
    ///   - found: what is there, each customer's in its order.
    init(promised: Set<String>, found: [[String]]) {
        let all = found.joined()
        lost = promised.subtracting(all).sorted()
        doubled = Dictionary(grouping: all, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
        disordered = found.flatMap { texts in
            zip(texts, texts.dropFirst()).filter { Self.number($0) > Self.number($1) }.map { $1 }
        }
        count = promised.count
    }

    /// The last word of a text.
    private static func number(_ text: String) -> Int {
        text.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }
}

extension FaultTraffic {
    /// - Parameter promised: what must have come in; whatever was acknowledged if not given.
    func inboundFigures(_ promised: Set<String>? = nil) async throws -> FaultFigures {
        let own = try await house.api.transcripts().map { $0.filter { $0.hasPrefix("\(name) in") } }
        return FaultFigures(promised: promised ?? ledger.acknowledged, found: own)
    }

    func outboundFigures() -> FaultFigures {
        let own = atPlatform.filter { $0.hasPrefix("\(name) out") }
        let customers = Dictionary(grouping: own) { $0.split(separator: " ").dropLast().last ?? "" }
        return FaultFigures(promised: ledger.accepted, found: Array(customers.values))
    }
}
