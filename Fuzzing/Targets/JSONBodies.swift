import Foundation
import GatewayModel

@testable import Gateway
@testable import GatewayHTTP

extension FuzzTarget {
    /// A body is the operation's, or it is refused with the field and the reason; a field that nobody knows is never
    /// passed over.
    static let jsonBodies = FuzzTarget("json-bodies") { bytes in
        check(NewAPIKey.self, bytes)
        check(NewConnection.self, bytes)
        check(NewContactPoint.self, bytes)
        check(ContactPointChange.self, bytes)
        check(NotificationRequest.self, bytes)
        check(NewReply.self, bytes)
        check(NewSubscriber.self, bytes)
        check(SendingWindowChange.self, bytes)
        check(TimerChange.self, bytes)
        check(AvailabilityChange.self, bytes)
        checkRules(bytes)
        check(AddressList.self, bytes)
        check(ReferenceChange.self, bytes)
    }

    private static func check<Body: RequestBody>(_ type: Body.Type, _ bytes: [UInt8]) {
        guard isTaken(type, bytes) else { return }
        hold(String(validating: bytes, as: UTF8.self) != nil, "what is taken is UTF-8")
        // The decoder looks into no value that it is not asked for: into none of a second field of a name.
        guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
            let end = bytes.lastIndex(of: UInt8(ascii: "}"))
        else { return }
        let comma = object.isEmpty ? "" : ","
        hold(
            !isTaken(type, bytes[..<end] + Array("\(comma)\"nobodyKnowsThis\":1}".utf8)), "an unknown field is refused")
    }

    /// Rules hold each other, so they have a reader of their own.
    private static func checkRules(_ bytes: [UInt8]) {
        guard let rules = try? AvailabilityChange.read(bytes).rules else { return }
        let document = Array("{\"rules\":\(rules.document)}".utf8)
        hold((try? AvailabilityChange.read(document).rules) == rules, "rules that are written read the same")
        let now = Timestamp(milliseconds: Int64(bytes.count) << 32)
        let status = AvailabilityJudge(rules, AvailabilityFacts(), zone: "America/New_York").status(at: now)
        hold(status.isAvailable == (status.reason == nil), "there is a reason where it is not")
        hold(status.nextChangeAt.map { $0 > now } ?? true, "the next change is to come")
    }

    private static func isTaken<Body: RequestBody>(_ type: Body.Type, _ bytes: [UInt8]) -> Bool {
        do {
            _ = try type.read(bytes)
            return true
        } catch let refusal as Refusal {
            hold(refusal.kind == .malformed || refusal.kind == .invalid, "a body is malformed or invalid")
            hold(refusal.kind == .malformed || refusal.fields.count == 1, "what is invalid is named")
            hold(
                refusal.explanation.utf8.count <= 4 * bytes.count + 1000, "an explanation is not longer than its cause")
            return false
        } catch {
            fatalError("Broken: a body is refused by a refusal, not by \(error)")
        }
    }
}
